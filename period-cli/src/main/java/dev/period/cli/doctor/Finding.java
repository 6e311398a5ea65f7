package dev.period.cli.doctor;

import dev.period.core.PeriodException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One line of the doctor's report.
 *
 * @param subject what was looked at, one or two words
 * @param detail what was found
 * @param failure the kind of failure that keeps the model from running; null where it can run
 * @param advice what to do; null where nothing needs doing
 */
record Finding(String subject, String detail, @Nullable Kind failure, @Nullable String advice) {
  static Finding fine(String subject, String detail) {
    return new Finding(subject, detail, null, null);
  }

  /** It works, but could be better. */
  static Finding hint(String subject, String detail, String advice) {
    return new Finding(subject, detail, null, advice);
  }

  static Finding broken(String subject, String detail, Kind failure, String advice) {
    return new Finding(subject, detail, failure, advice);
  }
}
