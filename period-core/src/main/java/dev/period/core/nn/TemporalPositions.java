package dev.period.core.nn;

import java.util.Locale;

/**
 * Positions of TC-LLaVA's temporal-aware dual RoPE. Rotating by P(m) and by T(m) on the same
 * channels is one rotation by their sum, so a position is a number, fractional when gamma is.
 *
 * <p>P(m) = m; T(m) advances by one per text token and per frame, and all tokens of a frame share
 * it. So a generated token moves the position by 1 + gamma in both readings.
 *
 * @param reading where gamma stands; the secondary sources disagree and the paper's own equations
 *     were not available
 * @param gamma weight of the part that {@code reading} names; 0 with {@link Reading#TEMPORAL} is
 *     ordinary RoPE
 */
public record TemporalPositions(Reading reading, double gamma) {
  /** The two readings of gamma. */
  public enum Reading {
    /** P + gamma T. */
    TEMPORAL,
    /** gamma P + T. */
    GLOBAL;

    /** Parses the configuration's lower-case name. */
    public static Reading parse(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** Ordinary RoPE. */
  public static final TemporalPositions VANILLA = new TemporalPositions(Reading.TEMPORAL, 0);

  /**
   * The position of every token.
   *
   * @param frames the frame of each token, -1 for text; a change of frame or kind starts a new
   *     temporal step
   */
  public float[] of(int[] frames) {
    float[] positions = new float[frames.length];
    int t = -1;
    for (int m = 0; m < frames.length; m++) {
      t += startsStep(frames, m) ? 1 : 0;
      positions[m] = (float) position(m, t);
    }
    return positions;
  }

  /**
   * The position of a text token that is generated behind a sequence.
   *
   * @param frames the frame of each token of the sequence, -1 for text
   * @param generated number of tokens generated before it
   */
  public float behind(int[] frames, int generated) {
    int steps = 0;
    for (int m = 0; m < frames.length; m++) {
      steps += startsStep(frames, m) ? 1 : 0;
    }
    return (float) position(frames.length + generated, steps + generated);
  }

  private static boolean startsStep(int[] frames, int m) {
    return m == 0 || frames[m] < 0 || frames[m] != frames[m - 1];
  }

  private double position(int global, int temporal) {
    return reading == Reading.TEMPORAL ? global + gamma * temporal : gamma * global + temporal;
  }
}
