package dev.period.data.build;

import dev.period.data.work.Workers;
import java.util.List;
import java.util.stream.LongStream;

/** A builder whose items can be made anywhere and in any order. */
interface ItemBuilder extends QaBuilder {
  /**
   * The splits to build.
   *
   * @throws dev.period.core.PeriodException as {@link #build} does
   */
  List<String> splits(BuildRequest request);

  /** The items of a split; called in every process that makes some. */
  QaItems open(BuildRequest request, String split);

  @Override
  default List<BuiltFile> build(BuildRequest request, Workers workers) {
    try (SplitWriters files = new SplitWriters(name(), request)) {
      for (String split : splits(request)) {
        long size;
        try (QaItems items = open(request, split)) {
          size = items.size();
        }
        workers.run(
            BuildWork.of(name(), split, request),
            LongStream.range(0, size),
            entries -> files.addAll(split, entries));
      }
      return files.complete();
    }
  }
}
