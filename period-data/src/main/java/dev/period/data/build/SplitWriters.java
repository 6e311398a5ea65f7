package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.core.file.JsonFile;
import dev.period.core.file.WholeFile;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaWriter;
import dev.period.data.qa.SourceSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of one build: records and what is missing, by split. */
final class SplitWriters implements AutoCloseable {
  private final String task;
  private final BuildRequest request;
  private final @Nullable SourceSplit division;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  private static final class Part {
    final QaWriter writer;
    final TreeSet<String> sources = new TreeSet<>();
    final List<Map<String, String>> missing = new ArrayList<>();

    Part(Path file) {
      writer = new QaWriter(file);
    }
  }

  SplitWriters(String task, BuildRequest request) {
    this.task = task;
    this.request = request;
    this.division =
        request.parts().isEmpty() ? null : new SourceSplit(request.parts(), request.seed());
  }

  /**
   * Adds a record.
   *
   * @param split where it belongs, unless the request divides by source
   * @param source name of the video; null where records have none in common
   */
  void add(String split, @Nullable String source, QaRecord record) {
    Part part = part(split, source == null ? record.id() : source);
    part.writer.write(record);
    if (source != null) {
      part.sources.add(source);
    }
  }

  /** Adds what became of an item. */
  void addAll(String split, List<QaEntry> entries) {
    for (QaEntry entry : entries) {
      if (entry instanceof QaEntry.Made made) {
        add(split, made.source(), made.record());
      } else if (entry instanceof QaEntry.Missing missing) {
        missing(split, missing.source(), missing.id(), missing.reason());
      }
    }
  }

  /** Notes that an item is left out. */
  void missing(String split, String source, String id, String reason) {
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("id", id);
    entry.put("source", source);
    entry.put("reason", reason);
    part(split, source).missing.add(entry);
  }

  private Part part(String split, String source) {
    String name = division == null ? split : division.part(source);
    return parts.computeIfAbsent(name, key -> new Part(file(key, ".jsonl")));
  }

  private Path file(String split, String extension) {
    return request.out().resolve(task + "_" + split + extension);
  }

  /**
   * Gives the files their names.
   *
   * @throws PeriodException of kind INPUT if there is no record at all; the manifests are written
   *     nevertheless
   */
  List<BuiltFile> complete() {
    List<BuiltFile> built = new ArrayList<>();
    long records = 0;
    int missing = 0;
    for (Map.Entry<String, Part> entry : parts.entrySet()) {
      Part part = entry.getValue();
      Path manifest = file(entry.getKey(), ".manifest.json");
      writeManifest(manifest, entry.getKey(), part);
      records += part.writer.written();
      missing += part.missing.size();
      if (part.writer.written() > 0) {
        part.writer.complete();
        built.add(
            new BuiltFile(
                file(entry.getKey(), ".jsonl"),
                manifest,
                part.writer.written(),
                part.missing.size()));
      } else {
        deleteEarlier(file(entry.getKey(), ".jsonl"));
      }
    }
    if (records == 0) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "none of the %d items of %s can be used; %s says why"
              .formatted(
                  missing,
                  request.data(),
                  parts.keySet().stream()
                      .findFirst()
                      .map(split -> file(split, ".manifest.json").toString())
                      .orElse("an empty source")));
    }
    return built;
  }

  /** Records of an earlier build are not those that the manifest now tells of. */
  private static void deleteEarlier(Path records) {
    try {
      Files.deleteIfExists(records);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot delete %s (%s)".formatted(records, e), e);
    }
  }

  /** No time, host or absolute path: the same build gives the same bytes. */
  private void writeManifest(Path manifest, String split, Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", task);
    json.put("split", split);
    json.put("seed", request.seed());
    json.put("records", part.writer.written());
    json.put("sources", part.sources.size());
    json.put("missing", part.missing);
    try {
      String text = JsonFile.text(json) + "\n";
      WholeFile.write(manifest, temporary -> Files.writeString(temporary, text));
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot write %s (%s)".formatted(manifest, e), e);
    }
  }

  @Override
  public void close() {
    parts.values().forEach(part -> part.writer.close());
  }
}
