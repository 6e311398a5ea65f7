package dev.period.core.generate;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How the next token is chosen. The filters and their order are those of Hugging Face's {@code
 * generate}: repetition penalty, temperature, top-k, top-p.
 *
 * @param temperature by which logits are divided; 0 takes the likeliest token, and then top-k and
 *     top-p have nothing to do
 * @param topK only so many of the likeliest tokens stay (and those as likely as the last of them);
 *     0 for all
 * @param topP only the likeliest tokens stay whose probabilities together reach this; 1 for all
 * @param repetitionPenalty by which the positive logits of tokens that occurred are divided, and
 *     the negative ones multiplied (CTRL, Keskar et al. 2019); 1 for none
 */
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
  /** The likeliest token. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 1);

  /**
   * Checks the ranges.
   *
   * @throws PeriodException of kind USAGE that names the value out of range
   */
  public Sampling {
    check(
        temperature >= 0 && Double.isFinite(temperature), "temperature", temperature, "0 or more");
    check(topK >= 0, "top-k", topK, "0 or more");
    check(topP > 0 && topP <= 1, "top-p", topP, "above 0 and at most 1");
    check(
        repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
        "repetition penalty",
        repetitionPenalty,
        "above 0");
  }

  private static void check(boolean holds, String name, Number value, String range) {
    if (!holds) {
      throw new PeriodException(Kind.USAGE, name + " must be " + range + ", not " + value);
    }
  }

  /**
   * Chooses a token.
   *
   * @param logits one per token, -infinity for one that must not come; changed by the filters
   * @param previous ids of the prompt and of what has been generated
   * @param random asked for one number, and only when the temperature is not 0
   */
  public int choose(double[] logits, int[] previous, SplittableRandom random) {
    filter(logits, previous);
    int best = argMax(logits);
    if (temperature == 0) {
      return best;
    }
    double sum = 0;
    double[] weights = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      weights[i] = Math.exp(logits[i] - logits[best]);
      sum += weights[i];
    }
    double left = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return best; // rounding left a little
  }

  /** Applies the filters; a token that is filtered out gets the logit -infinity. */
  void filter(double[] logits, int[] previous) {
    if (repetitionPenalty != 1) {
      for (int id : Arrays.stream(previous).filter(id -> id >= 0).distinct().toArray()) {
        logits[id] =
            logits[id] < 0 ? logits[id] * repetitionPenalty : logits[id] / repetitionPenalty;
      }
    }
    if (temperature == 0) {
      return;
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= temperature;
    }
    if (topK > 0 && topK < logits.length) {
      double[] sorted = logits.clone();
      Arrays.sort(sorted);
      double least = sorted[sorted.length - topK];
      for (int i = 0; i < logits.length; i++) {
        logits[i] = logits[i] < least ? Double.NEGATIVE_INFINITY : logits[i];
      }
    }
    if (topP < 1) {
      keepNucleus(logits);
    }
  }

  /** Drops each token ahead of which the likelier ones already reach {@code topP}. */
  private void keepNucleus(double[] logits) {
    double[] sorted = logits.clone();
    Arrays.sort(sorted);
    double largest = sorted[sorted.length - 1];
    double sum = 0;
    for (double logit : sorted) {
      sum += Math.exp(logit - largest);
    }
    double reached = 0;
    int kept = 0;
    while (kept < sorted.length && (kept == 0 || reached < topP)) {
      reached += Math.exp(sorted[sorted.length - 1 - kept++] - largest) / sum;
    }
    double least = sorted[sorted.length - kept];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = logits[i] < least ? Double.NEGATIVE_INFINITY : logits[i];
    }
  }

  private static int argMax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
