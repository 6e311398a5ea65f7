package dev.period.infer.eval;

import java.nio.file.Path;

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

  /**
   * Answers of an earlier run are used again; their items are not asked.
   *
   * @param answers how many
   * @param total all items
   */
  default void resumed(int answers, int total) {}

  /**
   * The folder held answers that cannot be used: of another model, other code, settings or items.
   *
   * @param folder where its files are now
   */
  default void setAside(Path folder) {}

  /** Tells nobody. */
  static Progress silent() {
    return (done, total, outcome) -> {};
  }
}
