package dev.period.infer.eval;

/** Is told about each item as it is done. */
@FunctionalInterface
public interface Progress {
  /**
   * One more item is done.
   *
   * @param done items done so far, this one and skipped ones included
   * @param total all items
   * @param outcome of this item
   */
  void done(int done, int total, Outcome outcome);

  /** Tells nobody. */
  static Progress silent() {
    return (done, total, outcome) -> {};
  }
}
