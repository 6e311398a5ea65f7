package dev.period.data.rppg;

import java.util.stream.IntStream;

/**
 * The heart rate that the strongest frequencies of the POS and the green wave tell, without a
 * model.
 *
 * @param pos of the whole POS wave, in beats per minute; NaN where there is none
 * @param green of the whole green wave
 * @param slowest of the green waves of the stretches
 * @param fastest of these
 * @param stretches of about {@value PulseWaves#STRETCH_SECONDS} s
 */
public record ClassicalPulse(
    double pos, double green, double slowest, double fastest, int stretches) {
  /** Nothing was read. */
  public static final ClassicalPulse NONE =
      new ClassicalPulse(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);

  /** POS stands light that changes, green has the least noise: what both see is seldom either. */
  private static final double MOST_DISAGREEMENT = 0.03;

  /** Noise has another strongest frequency in every stretch, a heart at rest has not. */
  private static final double MOST_SPREAD = 0.07;

  /** Reads frames {@code from} (included) to {@code to} (excluded). */
  public static ClassicalPulse of(PulseWaves waves, int from, int to) {
    int[] bounds = waves.stretches(from, to);
    double[] rates =
        IntStream.range(1, bounds.length)
            .mapToDouble(i -> rate(waves.green(bounds[i - 1], bounds[i])))
            .sorted()
            .toArray();
    return new ClassicalPulse(
        rate(waves.pos(from, to)),
        rate(waves.green(from, to)),
        rates[0],
        rates[rates.length - 1],
        rates.length);
  }

  private static double rate(PulseWave wave) {
    return wave.heartRate(PulseWave.Reading.FINE);
  }

  /**
   * Whether both waves, and all of at least two stretches, tell one rate. Light or motion with a
   * rhythm of its own can make them agree, too.
   */
  public boolean steady() {
    return stretches > 1
        && Math.abs(green - pos) <= MOST_DISAGREEMENT * green
        && fastest - slowest <= MOST_SPREAD * green;
  }
}
