package dev.period.data.repetition;

import dev.period.core.PeriodException;
import dev.period.data.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * RepCount-A (Hu et al., TransRAC, CVPR 2022): CSV files with the columns {@code type}, {@code
 * name}, {@code count} and the frames at which each cycle begins and ends, {@code L1}, {@code L2},
 * …; also with the column {@code fps} that others have added.
 *
 * <p>The annotations may lie in {@code annotation/} or in the folder itself, as {@code train.csv}
 * or {@code repcount_train_with_fps.csv}; the validation split may be called val or valid. Videos
 * are looked for in {@code video/<split>}, {@code video}, {@code videos/<split>} and {@code
 * videos}.
 */
public final class RepCount implements CountedDataset {
  /** The data set spells some of its classes in two ways. */
  private static final Map<String, String> SAME_CLASS =
      Map.of(
          "benchpressing", "bench_pressing",
          "frontraise", "front_raise",
          "jumpjacks", "jump_jack",
          "pullups", "pull_up",
          "pushups", "push_up",
          "squant", "squat");

  @Override
  public String name() {
    return "repcount";
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
    List<String> names = split.equals("val") ? List.of("valid", "val") : List.of(split);
    for (String parent : List.of("annotation", "annotations", "")) {
      for (String name : names) {
        for (String form : List.of("%s.csv", "repcount_%s_with_fps.csv")) {
          Path file = folder.resolve(parent).resolve(form.formatted(name));
          if (Files.isRegularFile(file)) {
            return file;
          }
        }
      }
    }
    return folder.resolve("annotation").resolve(names.get(0) + ".csv");
  }

  @Override
  public Split read(Path folder, String split) {
    Path file = annotations(folder, split);
    CsvTable table = CsvTable.read(file);
    table.require("type", "name", "count");
    List<Path> folders = new ArrayList<>();
    for (String parent : List.of("video", "videos")) {
      Path videos = folder.resolve(parent);
      folders.add(videos.resolve(split));
      if (split.equals("val")) {
        folders.add(videos.resolve("valid"));
      }
      folders.add(videos);
    }
    VideoFolder videos = new VideoFolder(folders);
    List<CountedClip> clips = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (CsvTable.Row row : table.rows()) {
      String name = row.text("name");
      String stem = name.replaceFirst("\\.[A-Za-z0-9]{2,4}$", "");
      if (!ids.add(stem)) {
        throw row.error("'%s' is listed twice".formatted(shortened(name)));
      }
      Integer count = row.wholeNumber("count");
      if (count == null) {
        unusable.add(new Unusable(stem, "line %d has no count".formatted(row.line())));
        continue;
      }
      clips.add(clip(table, row, stem, count, videos));
    }
    if (clips.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " has no rows with a count below its header");
    }
    return new Split(clips, unusable);
  }

  private static CountedClip clip(
      CsvTable table, CsvTable.Row row, String stem, int count, VideoFolder videos) {
    Double fps = row.seconds("fps");
    List<CountedClip.Cycle> cycles = cycles(table, row);
    try {
      return new CountedClip(
          stem,
          stem,
          videos.file(stem),
          null,
          null,
          action(row.text("type")),
          count,
          // Where the two do not agree the count is what everybody evaluates on.
          cycles.size() == count ? cycles : List.of(),
          fps == null || fps == 0 ? null : fps);
    } catch (IllegalArgumentException e) {
      throw row.error("name '%s': %s".formatted(shortened(stem), e.getMessage()));
    }
  }

  private static List<CountedClip.Cycle> cycles(CsvTable table, CsvTable.Row row) {
    List<CountedClip.Cycle> cycles = new ArrayList<>();
    for (int i = 1; table.has("L" + i) && table.has("L" + (i + 1)); i += 2) {
      Integer first = row.wholeNumber("L" + i);
      Integer last = row.wholeNumber("L" + (i + 1));
      if (first == null || last == null) {
        break;
      }
      if (first >= last) {
        return List.of();
      }
      cycles.add(new CountedClip.Cycle(first, last));
    }
    return cycles;
  }

  private static String action(String type) {
    return SAME_CLASS.getOrDefault(type, type).replace('_', ' ');
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
