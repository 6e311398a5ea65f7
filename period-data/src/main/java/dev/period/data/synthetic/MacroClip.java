package dev.period.data.synthetic;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.SimilarityMaps;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A clip as a pool keeps it: all of its self-similarity, a few of its frames.
 *
 * @param gram of its {@link SimilarityWorld#FRAMES} frames
 * @param timing when it repeats
 * @param thumbnails every fourth frame, 8-bit grey, shape [{@value #THUMBNAILS}, 48, 48]; empty
 *     where there are no pictures
 */
@SuppressWarnings("ArrayRecordComponent")
record MacroClip(CompactGram gram, Timing timing, byte[] thumbnails) {
  /** The most frames that a sample can show. */
  static final int THUMBNAILS = 32;

  private static final int FRAMES = SimilarityWorld.FRAMES;
  private static final int STRIDE = FRAMES / THUMBNAILS;
  private static final int SIZE = FrameFeatures.SIZE;
  private static final int PIXELS = SIZE * SIZE;

  private static final byte MID_GREY = (byte) 128;

  static MacroClip of(RenderedClip clip) {
    byte[] thumbnails = new byte[THUMBNAILS * PIXELS];
    for (int i = 0; i < THUMBNAILS; i++) {
      int frame = i * STRIDE + STRIDE / 2;
      System.arraycopy(clip.grey(), frame * PIXELS, thumbnails, i * PIXELS, PIXELS);
    }
    float[] gram =
        SimilarityMaps.of(FrameFeatures.extract(clip.grey(), clip.frames()), FrameFeatures.REGIONS);
    return new MacroClip(CompactGram.of(gram, FRAMES), clip.timing(), thumbnails);
  }

  static MacroClip simulated(long seed, SimilarityWorld.Kind kind) {
    SimulatedClip clip = SimilarityWorld.sample(seed, kind);
    return new MacroClip(CompactGram.of(clip.gram(), FRAMES), clip.timing(), new byte[0]);
  }

  /**
   * The frames nearest to equally spaced moments of a variant of this clip, in a random tint; plain
   * grey where there are no pictures.
   *
   * @param source the frame of this clip seen at each frame of the variant
   * @param frames how many, at most {@value #THUMBNAILS}
   */
  FrameSequence visual(RandomGenerator rng, int[] source, int frames) {
    byte[] rgb = new byte[frames * PIXELS * 3];
    double[] times = new double[frames];
    byte[][] tint = tint(rng);
    for (int i = 0; i < frames; i++) {
      int frame = (2 * i + 1) * FRAMES / (2 * frames);
      times[i] = frame / MacroSource.FRAMES_PER_SECOND;
      int from = source[frame] / STRIDE * PIXELS;
      for (int p = 0; p < PIXELS && thumbnails.length > 0; p++) {
        int grey = thumbnails[from + p] & 0xFF;
        for (int c = 0; c < 3; c++) {
          rgb[(i * PIXELS + p) * 3 + c] = tint[c][grey];
        }
      }
    }
    if (thumbnails.length == 0) {
      Arrays.fill(rgb, MID_GREY);
    }
    return new FrameSequence(rgb, SIZE, SIZE, times, FRAMES / MacroSource.FRAMES_PER_SECOND);
  }

  /** For each colour what becomes of each grey; a clip in three stays grey. */
  private static byte[][] tint(RandomGenerator rng) {
    double strength = Draws.chance(rng, 1 / 3.0) ? 0 : Draws.uniform(rng, 0, 0.4);
    byte[][] tint = new byte[3][256];
    for (byte[] ramp : tint) {
      double power = Math.exp(strength * rng.nextGaussian());
      for (int grey = 0; grey < 256; grey++) {
        ramp[grey] = (byte) Math.round(255 * Math.pow(grey / 255.0, power));
      }
    }
    return tint;
  }
}
