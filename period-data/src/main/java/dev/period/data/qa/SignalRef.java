package dev.period.data.qa;

import java.io.Serializable;
import java.util.List;

/**
 * Names a time series in a file.
 *
 * @param file CSV or WAV; relative to the folder of the QA file, or absolute
 * @param rateHz samples per second
 * @param columns those to look at, at least one
 */
public record SignalRef(String file, double rateHz, List<String> columns) implements Serializable {
  /** Copies the columns. */
  public SignalRef {
    columns = List.copyOf(columns);
    if (!(rateHz > 0 && rateHz < Double.POSITIVE_INFINITY) || columns.isEmpty()) {
      throw new IllegalArgumentException("a signal needs a rate above 0 and a column");
    }
  }
}
