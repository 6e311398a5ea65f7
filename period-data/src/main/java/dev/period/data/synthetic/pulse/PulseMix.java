package dev.period.data.synthetic.pulse;

/**
 * Which clips a {@link PulseSource} shows.
 *
 * @param rendered share of rendered faces; the rest are traces without pictures
 * @param painted share of either in which no pulse shows
 */
public record PulseMix(double rendered, double painted) {
  /** Mostly traces, which cost nothing; enough painted faces to learn to say no. */
  public static final PulseMix DEFAULT = new PulseMix(0.35, 0.15);

  /** Checks the range. */
  public PulseMix {
    if (!(rendered >= 0 && rendered <= 1 && painted >= 0 && painted <= 1)) {
      throw new IllegalArgumentException(
          "shares lie between 0 and 1: %s, %s".formatted(rendered, painted));
    }
  }
}
