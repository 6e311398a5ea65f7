package dev.period.infer.metrics;

/**
 * Moments that were found, matched one to one with those that are true.
 *
 * @param matched pairs that lie near enough to each other
 * @param found how many were found
 * @param truth how many there are
 */
public record MomentMatching(int matched, int found, int truth) {

  /**
   * The largest matching in which no pair lies farther apart than {@code tolerance}. On a line,
   * with one tolerance for all, taking the first pair that fits is optimal: no other choice leaves
   * more to what follows.
   *
   * @param found in growing order
   * @param truth in growing order
   */
  public static MomentMatching of(double[] found, double[] truth, double tolerance) {
    int matched = 0;
    int f = 0;
    int t = 0;
    while (f < found.length && t < truth.length) {
      if (Math.abs(found[f] - truth[t]) <= tolerance) {
        matched++;
        f++;
        t++;
      } else if (found[f] < truth[t]) {
        f++;
      } else {
        t++;
      }
    }
    return new MomentMatching(matched, found.length, truth.length);
  }
}
