package dev.period.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which metric the best checkpoint is chosen.
 *
 * @param name of a metric of the evaluations
 * @param direction what is better
 */
record BestMetric(String name, Direction direction) {
  /** What is better. */
  enum Direction {
    /** A larger value. */
    HIGHEST,
    /** A smaller value. */
    LOWEST;

    static Direction parse(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The best so far.
   *
   * @param step after which it was measured
   * @param metric its name
   * @param value of the metric
   */
  record Best(
      @JsonProperty("step") long step,
      @JsonProperty("metric") String metric,
      @JsonProperty("value") double value) {}

  /**
   * The better one of {@code before} and what has just been measured.
   *
   * @throws PeriodException of kind USAGE if the evaluation has no such metric
   */
  @Nullable Best better(@Nullable Best before, long step, Map<String, Double> metrics) {
    double value = of(metrics);
    boolean comparable = before != null && before.metric().equals(name);
    if (Double.isNaN(value)) {
      return before;
    }
    boolean better =
        !comparable
            || (direction == Direction.HIGHEST ? value > before.value() : value < before.value());
    return better ? new Best(step, name, value) : before;
  }

  /**
   * The metric in an evaluation.
   *
   * @throws PeriodException of kind USAGE if there is none of this name
   */
  double of(Map<String, Double> metrics) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new PeriodException(
          Kind.USAGE,
          "best_metric "
              + name
              + " is none of what this stage measures: "
              + String.join(", ", metrics.keySet()));
    }
    return value;
  }
}
