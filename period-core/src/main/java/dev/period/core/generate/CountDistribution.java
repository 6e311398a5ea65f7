package dev.period.core.generate;

/**
 * What the model believes about a count.
 *
 * @param probabilities of 0, 1, 2 …; they sum to one
 */
@SuppressWarnings("ArrayRecordComponent")
public record CountDistribution(double[] probabilities) {

  /** Normalises {@code weights}, which must not be negative nor all zero. */
  public static CountDistribution of(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] p = new double[weights.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = weights[i] / sum;
    }
    return new CountDistribution(p);
  }

  /** The median: the answer with the smallest expected absolute error. */
  public int median() {
    return quantile(0.5);
  }

  /** The smallest count whose cumulative probability reaches {@code q} in [0, 1]. */
  public int quantile(double q) {
    double sum = 0;
    for (int count = 0; count < probabilities.length; count++) {
      sum += probabilities[count];
      if (sum >= q) {
        return count;
      }
    }
    return probabilities.length - 1;
  }

  /**
   * The mean of the counts within {@code distance} of the median. Unlike the median it tells
   * fractions: a stretch that holds eleven and a half of something is believed to hold eleven or
   * twelve. What lies farther away is another opinion and would pull the mean to where nothing is.
   */
  public double mean(int distance) {
    int median = median();
    double mass = 0;
    double sum = 0;
    int last = Math.min(median + distance, probabilities.length - 1);
    for (int n = Math.max(0, median - distance); n <= last; n++) {
      mass += probabilities[n];
      sum += n * probabilities[n];
    }
    return sum / mass;
  }

  /** The mean square of the distance to {@code centre}. */
  public double variance(double centre) {
    double sum = 0;
    for (int n = 0; n < probabilities.length; n++) {
      sum += probabilities[n] * (n - centre) * (n - centre);
    }
    return sum;
  }

  /** The probability that the truth lies within {@code distance} of {@code count}. */
  public double within(int count, int distance) {
    double sum = 0;
    int last = Math.min(count + distance, probabilities.length - 1);
    for (int i = Math.max(0, count - distance); i <= last; i++) {
      sum += probabilities[i];
    }
    return sum;
  }
}
