package dev.period.data.qa;

import java.io.Serializable;

/**
 * A stretch of time.
 *
 * @param start in seconds
 * @param end in seconds, after {@code start}
 */
public record Span(double start, double end) implements Serializable {
  /** Checks the order. */
  public Span {
    if (!(start >= 0 && end > start && end < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("no stretch of time: " + start + " to " + end);
    }
  }
}
