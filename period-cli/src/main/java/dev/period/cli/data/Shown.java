package dev.period.cli.data;

import dev.period.core.PeriodException;
import dev.period.data.qa.QaReader;
import dev.period.data.qa.QaRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a record of a QA file shows.
 *
 * @param folder that its paths start from
 * @param record the first that shows it
 */
record Shown(Path folder, QaRecord record) {
  /**
   * What the records of files show, in their order, each part of a video or list of images once,
   * however many questions are asked about it. Signals and texts are no matter of looking.
   *
   * @throws PeriodException of kind INPUT when a file is missing or broken
   */
  static List<Shown> in(List<Path> files) {
    List<Shown> all = new ArrayList<>();
    Set<List<String>> known = new HashSet<>();
    for (Path file : files) {
      Path folder = file.toAbsolutePath().getParent();
      for (QaRecord record : QaReader.readAll(file)) {
        boolean visible = record.video() != null || !record.images().isEmpty();
        List<String> part = new ArrayList<>(record.allMedia());
        part.addAll(
            List.of(
                folder.toString(), String.valueOf(record.start()), String.valueOf(record.end())));
        if (visible && known.add(part)) {
          all.add(new Shown(folder, record));
        }
      }
    }
    return all;
  }

  /** The file that it is about; all of several images. */
  String name() {
    return String.join(", ", record.allMedia());
  }
}
