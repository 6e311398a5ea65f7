package dev.period.data.rppg;

import java.util.List;

/**
 * A way of reading the pulse off a colour trace that nothing was trained for. Each gives what
 * rPPG-Toolbox (unsupervised_methods, NeurIPS 2023) gives, to rounding. Implementations hold no
 * state.
 */
public interface PulseMethod {
  /** The name in report.json. */
  String key();

  /**
   * The pulse wave.
   *
   * @return one sample per frame, of no particular unit; CHROM gives fewer
   * @throws dev.period.core.PeriodException of kind INPUT if the trace is too short or too slow for
   *     the method, or if its channels do not differ
   */
  double[] pulse(ColourTrace trace);

  /** The method that serves where one is needed. */
  static PulseMethod pos() {
    return new Pos();
  }

  /** All methods, in the order of the report. */
  static List<PulseMethod> all() {
    return List.of(
        new Green(), new Pos(), new Chrom(), new Ica(), new Lgi(), new Pbv(), new Omit());
  }
}
