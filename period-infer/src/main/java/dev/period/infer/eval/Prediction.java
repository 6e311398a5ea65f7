package dev.period.infer.eval;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a counter answered.
 *
 * @param answer free text
 * @param count number of repetitions; null where the answer states none
 * @param low lower end of the 80 % interval; null where there is none
 * @param high upper end of the 80 % interval; null where there is none
 * @param confident whether the counter is sure enough to state the count
 * @param distribution probability of the counts 0, 1, 2, …; null where there is none
 * @param curve when the repetitions were seen; null where that is not known
 */
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(
    String answer,
    @Nullable Integer count,
    @Nullable Integer low,
    @Nullable Integer high,
    boolean confident,
    double @Nullable [] distribution,
    @Nullable ClipCurve curve)
    implements Serializable {

  /** A prediction that does not tell when. */
  public Prediction(
      String answer,
      @Nullable Integer count,
      @Nullable Integer low,
      @Nullable Integer high,
      boolean confident,
      double @Nullable [] distribution) {
    this(answer, count, low, high, confident, distribution, null);
  }

  /** A bare count, without interval. */
  public static Prediction of(int count) {
    return new Prediction(Integer.toString(count), count, null, null, true, null);
  }
}
