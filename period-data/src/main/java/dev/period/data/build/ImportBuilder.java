package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.data.qa.JsonArrayReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaSamples;
import dev.period.data.work.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Records from a JSON array of Period-LLM, PPLLaVA or LLaVA. Paths in it start from its folder;
 * items whose media are missing are left out. One file is read from beginning to end, which nobody
 * else can help with: the workers have nothing to do.
 */
final class ImportBuilder implements QaBuilder {
  @Override
  public String name() {
    return "import";
  }

  @Override
  public List<BuiltFile> build(BuildRequest request, Workers workers) {
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
    for (String path : record.allMedia()) {
      if (!Files.isRegularFile(QaSamples.resolve(folder, path))) {
        files.missing(split, path, record.id(), "the file is missing");
        return;
      }
    }
    files.add(split, media, record.withMedia(path -> paths.of(QaSamples.resolve(folder, path))));
  }
}
