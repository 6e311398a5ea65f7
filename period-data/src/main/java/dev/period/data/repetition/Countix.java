package dev.period.data.repetition;

import dev.period.core.PeriodException;
import dev.period.data.CsvTable;
import dev.period.data.DistinctIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Countix (Dwibedi et al., Counting Out Time, CVPR 2020): {@code countix_train.csv}, {@code
 * countix_val.csv}, {@code countix_test.csv} as published, and {@code videos/} with the source
 * videos, each named by its YouTube id.
 *
 * <p>A row is a segment of a video, in seconds of it. The test split has no classes.
 */
public final class Countix implements CountedDataset {
  @Override
  public String name() {
    return "countix";
  }

  @Override
  public boolean hasSplits() {
    return true;
  }

  @Override
  public List<String> splits(Path folder) {
    return List.of("train", "val", "test").stream()
        .filter(split -> Files.isRegularFile(annotations(folder, split)))
        .toList();
  }

  private static Path annotations(Path folder, String split) {
    return folder.resolve("countix_" + split + ".csv");
  }

  @Override
  public Split read(Path folder, String split) {
    CsvTable table = CsvTable.read(annotations(folder, split));
    table.require("video_id", "repetition_start", "repetition_end", "count");
    VideoFolder videos = new VideoFolder(List.of(folder.resolve("videos"), folder.resolve(split)));
    List<CountedClip> clips = new ArrayList<>();
    DistinctIds ids = new DistinctIds();
    for (CsvTable.Row row : table.rows()) {
      clips.add(clip(row, videos, ids));
    }
    if (clips.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, annotations(folder, split) + " has no rows below its header");
    }
    return new Split(clips, List.of());
  }

  private static CountedClip clip(CsvTable.Row row, VideoFolder videos, DistinctIds ids) {
    String source = row.text("video_id");
    Double start = row.seconds("repetition_start");
    Double end = row.seconds("repetition_end");
    Integer count = row.wholeNumber("count");
    if (start == null || end == null || count == null) {
      throw row.error("repetition_start, repetition_end and count must not be empty");
    }
    if (start >= end) {
      throw row.error("repetition_start %s is not before repetition_end %s".formatted(start, end));
    }
    // A segment may be listed under two classes.
    String id = ids.of("%s_%s_%s".formatted(source, start, end));
    try {
      return new CountedClip(
          id, source, videos.file(source), start, end, row.text("class"), count, List.of(), null);
    } catch (IllegalArgumentException e) {
      throw row.error("video_id '%s': %s".formatted(shortened(source), e.getMessage()));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
