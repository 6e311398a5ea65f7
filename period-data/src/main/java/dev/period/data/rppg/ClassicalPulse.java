package dev.period.data.rppg;

import java.util.stream.IntStream;

/**
 * The heart rate that the strongest frequencies of POS and CHROM tell, without a model.
 *
 * @param pos of the whole POS wave, in beats per minute; NaN where there is none
 * @param chrom of the whole CHROM wave
 * @param slowest of the POS waves of the stretches
 * @param fastest of these
 * @param stretches of about {@value PulseWaves#STRETCH_SECONDS} s
 */
public record ClassicalPulse(
    double pos, double chrom, double slowest, double fastest, int stretches) {
  /** Nothing was read. */
  public static final ClassicalPulse NONE =
      new ClassicalPulse(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);

  /** POS and CHROM stand different kinds of motion: they differ by no more than this part. */
  private static final double MOST_DISAGREEMENT = 0.03;

  /** Noise has another strongest frequency in every stretch, a heart at rest has not. */
  private static final double MOST_SPREAD = 0.07;

  /** Reads frames {@code from} (included) to {@code to} (excluded). */
  public static ClassicalPulse of(PulseWaves waves, int from, int to) {
    int[] bounds = waves.stretches(from, to);
    double[] rates =
        IntStream.range(1, bounds.length)
            .mapToDouble(i -> rate(waves.pos(bounds[i - 1], bounds[i])))
            .sorted()
            .toArray();
    return new ClassicalPulse(
        rate(waves.pos(from, to)),
        rate(waves.chrom(from, to)),
        rates[0],
        rates[rates.length - 1],
        rates.length);
  }

  private static double rate(PulseWave wave) {
    return wave.heartRate(PulseWave.Reading.FINE);
  }

  /**
   * Whether both methods, and all of at least two stretches, tell one rate. Light or motion with a
   * rhythm of its own can make them agree, too.
   */
  public boolean steady() {
    return stretches > 1
        && Math.abs(pos - chrom) <= MOST_DISAGREEMENT * pos
        && fastest - slowest <= MOST_SPREAD * pos;
  }
}
