package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.data.work.Workers;
import java.util.List;

/** Makes the QA files of one kind of data. The same request gives the same bytes. */
public interface QaBuilder {
  /** The name on the command line; files are called {@code <name>_<split>.jsonl}. */
  String name();

  /**
   * Builds.
   *
   * @param workers make the items; whoever they are, the files are the same
   * @return one file for each split, at least one
   * @throws PeriodException of kind INPUT if the source is missing or wrong, or holds nothing that
   *     can be used; of kind USAGE if the request does not fit the task
   */
  List<BuiltFile> build(BuildRequest request, Workers workers);

  /** Builds in this process. */
  default List<BuiltFile> build(BuildRequest request) {
    return build(request, Workers.here());
  }
}
