package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * Which clips a {@link MacroSource} shows, as shares of any sum.
 *
 * @param rendered clips of {@link MacroWorld}
 * @param simulated clips of {@link SimilarityWorld}, of any timing
 * @param idle clips of {@link SimilarityWorld} with little or no repetition in them
 */
public record MacroMix(double rendered, double simulated, double idle) {
  /** Mostly pictures; simulation for breadth; enough idling to learn that time is not counting. */
  public static final MacroMix DEFAULT = new MacroMix(0.6, 0.25, 0.15);

  /** Checks that there is something to show. */
  public MacroMix {
    if (!(rendered >= 0 && simulated >= 0 && idle >= 0)
        || !(rendered + simulated + idle > 0)
        || Double.isInfinite(rendered + simulated + idle)) {
      throw new IllegalArgumentException(
          "shares must not be negative, nor all zero: %s, %s, %s"
              .formatted(rendered, simulated, idle));
    }
  }

  enum Part {
    RENDERED,
    SIMULATED,
    IDLE
  }

  Part sample(RandomGenerator rng) {
    double at = rng.nextDouble() * (rendered + simulated + idle);
    if (at < rendered) {
      return Part.RENDERED;
    }
    return at < rendered + simulated ? Part.SIMULATED : Part.IDLE;
  }
}
