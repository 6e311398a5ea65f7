package dev.period.core.optim;

/**
 * How many channels {@linkplain RloMode RLO} has touched.
 *
 * @param boosted channels below the threshold
 * @param all channels looked at
 * @param factor what the gradients of the former were multiplied by
 */
public record BoostedChannels(long boosted, long all, double factor) {
  /** Both together; the factor is the same within a step. */
  public BoostedChannels plus(BoostedChannels other) {
    return new BoostedChannels(
        boosted + other.boosted, all + other.all, all == 0 ? other.factor : factor);
  }

  /** Share of the channels below the threshold. */
  public double share() {
    return all == 0 ? 0 : (double) boosted / all;
  }

  /** Mean of all factors. */
  public double meanWeight() {
    return 1 + share() * (factor - 1);
  }
}
