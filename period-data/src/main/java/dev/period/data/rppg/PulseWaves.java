package dev.period.data.rppg;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.Regions;
import dev.period.core.periodicity.SequenceFeatures;
import dev.period.core.periodicity.SimilarityMaps;
import dev.period.data.signal.Signal;
import java.util.Arrays;
import java.util.List;

/**
 * What a model is shown of the pulse in a colour trace. Training and inference both come this way.
 *
 * <p>Three methods draw a wave each from the whole trace: POS, CHROM and the green channel. All
 * three show the same beats; POS stands light changes, CHROM another kind of motion, green the
 * least noise where nothing moves. A stretch of them, put on the model's slots, becomes
 * self-similarity features by {@link SequenceFeatures#extract(float[][], float[][], float[][],
 * int)}.
 */
public final class PulseWaves {
  /**
   * Seconds that a model should see at once. At 128 slots the fastest pulse (3 Hz) then has four of
   * them a beat, and the slowest (0.75 Hz) more than seven beats in all.
   */
  public static final double STRETCH_SECONDS = 10;

  /**
   * How far from its median a belief about beats is taken into their mean number ({@link
   * dev.period.core.generate.CountDistribution#mean}).
   */
  public static final int AROUND = 3;

  /** Neighbours that belong to a step, so that a rising edge differs from a falling one. */
  private static final int DELAY = 1;

  private static final PulseMethod POS = new Pos();
  private static final PulseMethod CHROM = new Chrom();
  private static final PulseMethod GREEN = new Green();

  private final ColourTrace trace;
  private final double[][] waves;

  private PulseWaves(ColourTrace trace, double[][] waves) {
    this.trace = trace;
    this.waves = waves;
  }

  /**
   * The waves of a trace.
   *
   * @throws dev.period.core.PeriodException of kind INPUT if it is too short (1.6 s) or too slow
   *     (6.6 frames a second) for a pulse
   */
  public static PulseWaves of(ColourTrace trace) {
    double[][] waves = {wave(POS, trace), wave(CHROM, trace), wave(GREEN, trace)};
    return new PulseWaves(trace, waves);
  }

  private static double[] wave(PulseMethod method, ColourTrace trace) {
    double[] pulse = method.pulse(trace);
    double[] filtered = PulseWave.of(pulse, trace.framesPerSecond()).samples();
    // CHROM leaves out an end that fills no half window: there is no wave there
    return Arrays.copyOf(filtered, trace.frames());
  }

  /** The number of frames. */
  public int frames() {
    return trace.frames();
  }

  /** Frames per second. */
  public double framesPerSecond() {
    return trace.framesPerSecond();
  }

  /** The filtered POS wave of frames {@code from} (included) to {@code to} (excluded). */
  public PulseWave pos(int from, int to) {
    return new PulseWave(Arrays.copyOfRange(waves[0], from, to), trace.framesPerSecond());
  }

  /**
   * The self-similarity of a stretch.
   *
   * @param from its first frame
   * @param to its last frame, which is part of it: the first and the last slot show these two
   * @param slots length of the self-similarity
   * @return shape [features, slots, slots] as {@link SimilarityMaps} makes it
   */
  public float[] gram(int from, int to, int slots) {
    float[][][] sequences = new float[waves.length][][];
    for (int w = 0; w < waves.length; w++) {
      double[][] column = new double[to - from + 1][];
      for (int t = from; t <= to; t++) {
        column[t - from] = new double[] {waves[w][t]};
      }
      Signal wave = new Signal(column, trace.framesPerSecond(), List.of("wave"));
      sequences[w] = wave.resampled(slots);
    }
    return SimilarityMaps.of(
        SequenceFeatures.extract(sequences[0], sequences[1], sequences[2], DELAY), Regions.ONE);
  }

  /**
   * What the region looks like in a stretch where nothing but its mean colour is known: frames of
   * that colour, from the middles of equal parts.
   *
   * @param from its first frame
   * @param to its last frame
   * @param frames how many
   * @param size width and height in pixels
   */
  public FrameSequence patches(int from, int to, int frames, int size) {
    byte[] rgb = new byte[3 * size * size * frames];
    double[] times = new double[frames];
    for (int f = 0; f < frames; f++) {
      int at = from + (int) ((2L * f + 1) * (to - from) / (2L * frames));
      times[f] = (at - from) / trace.framesPerSecond();
      for (int i = 0; i < 3 * size * size; i++) {
        double level = trace.rgb()[i % 3][at];
        rgb[3 * size * size * f + i] = (byte) Math.round(Math.min(255, Math.max(0, level)));
      }
    }
    double seconds = (to - from) / trace.framesPerSecond();
    return new FrameSequence(rgb, size, size, times, seconds);
  }
}
