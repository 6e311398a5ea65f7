package dev.period.data.repetition;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.List;

/** A data set of counted repetitions, in a folder that the user downloaded. */
public interface CountedDataset {
  /** What a clip is called whose label cannot be used. */
  record Unusable(String id, String reason) {}

  /**
   * The content of a split.
   *
   * @param clips whether or not their video is there
   * @param unusable rows without a label
   */
  record Split(List<CountedClip> clips, List<Unusable> unusable) {
    /** Copies the lists. */
    public Split {
      clips = List.copyOf(clips);
      unusable = List.copyOf(unusable);
    }
  }

  /** The name on the command line. */
  String name();

  /** The splits whose annotations are in {@code folder}: some of train, val and test, in order. */
  List<String> splits(Path folder);

  /** Whether the data set has splits of its own; without them everything is {@code test}. */
  boolean hasSplits();

  /**
   * Reads a split.
   *
   * @throws PeriodException of kind INPUT, with file and line, if its annotations are missing or
   *     wrong
   */
  Split read(Path folder, String split);
}
