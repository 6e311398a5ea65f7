package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.data.qa.JsonArrayReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaSamples;
import dev.period.data.qa.SignalRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Records from a JSON array of Period-LLM, PPLLaVA or LLaVA. Paths in it start from its folder;
 * items whose media are missing are left out.
 */
final class ImportBuilder implements QaBuilder {
  @Override
  public String name() {
    return "import";
  }

  @Override
  public List<BuiltFile> build(BuildRequest request) {
    Path file = Splits.data(request, this);
    if (!Files.isRegularFile(file)) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " is not a file; give the JSON array itself");
    }
    String split = Splits.only(request, "all");
    MediaPaths paths = new MediaPaths(request.out());
    Path folder = file.toAbsolutePath().getParent();
    long limit = request.limit() == null ? Long.MAX_VALUE : request.limit();
    try (SplitWriters files = new SplitWriters(name(), request)) {
      long[] taken = {0};
      JsonArrayReader.read(
          file,
          record -> {
            if (taken[0]++ < limit) {
              add(files, split, record, folder, paths);
            }
          });
      return files.complete();
    }
  }

  private static void add(
      SplitWriters files, String split, QaRecord record, Path folder, MediaPaths paths) {
    String media = record.media();
    if (media == null) {
      files.add(split, null, record);
      return;
    }
    Path file = QaSamples.resolve(folder, media);
    if (!Files.isRegularFile(file)) {
      files.missing(split, media, record.id(), "the file is missing");
      return;
    }
    files.add(split, media, moved(record, paths.of(file)));
  }

  /** The same record seen from another folder. */
  private static QaRecord moved(QaRecord record, String media) {
    SignalRef signal = record.signal();
    return new QaRecord(
        record.id(),
        record.video() == null ? null : media,
        record.image() == null ? null : media,
        signal == null ? null : new SignalRef(media, signal.rateHz(), signal.columns()),
        record.conversation(),
        record.count(),
        record.start(),
        record.end(),
        record.fps(),
        record.action(),
        record.heartRateBpm(),
        record.repetitions());
  }
}
