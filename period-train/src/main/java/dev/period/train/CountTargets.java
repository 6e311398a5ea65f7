package dev.period.train;

import dev.period.core.generate.CountDistribution;
import dev.period.core.text.Tokenizer;

/**
 * Soft targets for the digits of a count: a count that is off by one is less wrong than one that is
 * off by ten, which one-hot digits cannot say.
 *
 * <p>The target over counts is a normal around the truth with deviation {@code base + slope *
 * count}. At the first digit the target is its marginal over first digits; behind a first digit,
 * the marginal over what may follow. A count that the model cannot decode has no neighbours to be
 * confused with, and neither has one without deviation: their digits are ordinary tokens. Ask
 * {@link #soft} first.
 */
final class CountTargets {
  /** Candidate tokens at a position: ten digits and the token that really follows. */
  static final int CANDIDATES = 11;

  private final int[] digits = new int[10];
  private final int maxCount;
  private final double base;
  private final double slope;

  CountTargets(Tokenizer tokenizer, int maxCount, double base, double slope) {
    for (int digit = 0; digit < 10; digit++) {
      digits[digit] = tokenizer.id(String.valueOf((char) ('0' + digit)));
    }
    this.maxCount = maxCount;
    this.base = base;
    this.slope = slope;
  }

  /** True for a count from 0 to {@code max_count}, of one or two digits, that has a deviation. */
  boolean soft(int count) {
    return count >= 0 && count <= maxCount && deviation(count) > 0;
  }

  /** True when the token is a digit. */
  boolean isDigit(int token) {
    for (int digit : digits) {
      if (digit == token) {
        return true;
      }
    }
    return false;
  }

  /** An ordinary token: all probability on it. */
  void hard(int token, long[] candidates, float[] probabilities, int offset) {
    java.util.Arrays.fill(candidates, offset, offset + CANDIDATES, token);
    probabilities[offset] = 1;
  }

  /** The first digit of {@code count}. */
  void first(int count, long[] candidates, float[] probabilities, int offset) {
    double[] p = around(count);
    digitCandidates(digits[0], candidates, offset);
    for (int k = 0; k <= maxCount; k++) {
      probabilities[offset + (k < 10 ? k : k / 10)] += (float) p[k];
    }
  }

  /**
   * What follows the first digit of {@code count}: its second digit, or no digit at all.
   *
   * @param following the token behind the count, taken when there is no second digit
   */
  void second(int count, int following, long[] candidates, float[] probabilities, int offset) {
    double[] p = around(count);
    int tens = count < 10 ? count : count / 10;
    digitCandidates(following, candidates, offset);
    double sum = p[tens];
    for (int ones = 0; ones < 10 && tens > 0; ones++) {
      sum += tens * 10 + ones <= maxCount ? p[tens * 10 + ones] : 0;
    }
    probabilities[offset + 10] = (float) (p[tens] / sum);
    for (int ones = 0; ones < 10 && tens > 0; ones++) {
      probabilities[offset + ones] =
          tens * 10 + ones <= maxCount ? (float) (p[tens * 10 + ones] / sum) : 0;
    }
  }

  private void digitCandidates(int other, long[] candidates, int offset) {
    for (int digit = 0; digit < 10; digit++) {
      candidates[offset + digit] = digits[digit];
    }
    candidates[offset + 10] = other;
  }

  private double[] around(int count) {
    double deviation = deviation(count);
    double[] weights = new double[maxCount + 1];
    for (int k = 0; k <= maxCount; k++) {
      double z = (k - count) / deviation;
      weights[k] = Math.exp(-0.5 * z * z);
    }
    return CountDistribution.of(weights).probabilities();
  }

  private double deviation(int count) {
    return base + slope * count;
  }
}
