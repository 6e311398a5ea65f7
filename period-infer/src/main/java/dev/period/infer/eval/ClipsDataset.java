package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.data.CsvTable;
import dev.period.data.DistinctIds;
import dev.period.data.text.CountingQuestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A folder of clips with {@code labels.csv}: columns {@code file} (relative to the folder), {@code
 * action}, {@code count}, and any more, which are ignored. {@code start_s} and {@code end_s} say
 * where the repetitions lie; they are used only on request, because the label counts the whole
 * file. {@code cycle_ends}, where there is one, says when each repetition ends: seconds of the
 * video, separated by spaces or semicolons, as many as {@code count}, or an empty cell.
 */
public final class ClipsDataset {
  /** Between two moments of {@code cycle_ends}. */
  private static final Pattern BETWEEN = Pattern.compile("[\\s;]+");

  private static final String LABELS = "labels.csv";

  private ClipsDataset() {}

  /**
   * The clips in the order of the file. Whether the videos exist is not checked here: an evaluation
   * skips those that do not.
   *
   * @param folder holds {@code labels.csv}
   * @param useSegments whether only {@code start_s} to {@code end_s} of each video is looked at
   * @throws PeriodException of kind INPUT if labels are missing or wrong, or a path leaves the
   *     folder
   */
  public static List<EvalItem> read(Path folder, boolean useSegments) {
    CsvTable table = CsvTable.read(folder.resolve(LABELS));
    table.require("file", "action", "count");
    if (useSegments) {
      table.require("start_s", "end_s");
    }
    List<EvalItem> items = new ArrayList<>();
    DistinctIds ids = new DistinctIds();
    for (CsvTable.Row row : table.rows()) {
      Double start = useSegments ? row.seconds("start_s") : null;
      Double end = useSegments ? row.seconds("end_s") : null;
      if (start != null && end != null && start >= end) {
        throw row.error("start_s %s is not before end_s %s".formatted(start, end));
      }
      items.add(
          new EvalItem(
              ids.of(row.text("file")),
              row.file("file", folder),
              start,
              end,
              CountingQuestions.PLAIN,
              row.text("action"),
              count(row),
              List.of(),
              cycleEnds(row, start, end)));
    }
    if (items.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, folder.resolve(LABELS) + " has no rows below its header");
    }
    return List.copyOf(items);
  }

  /** Those of the part that is looked at. */
  private static List<Double> cycleEnds(
      CsvTable.Row row, @Nullable Double start, @Nullable Double end) {
    return cycleEnds(row).stream()
        .filter(moment -> start == null || moment > start)
        .filter(moment -> end == null || moment <= end)
        .toList();
  }

  private static List<Double> cycleEnds(CsvTable.Row row) {
    List<Double> ends = new ArrayList<>();
    double before = 0;
    for (String cell : BETWEEN.split(row.text("cycle_ends"), -1)) {
      if (cell.isEmpty()) {
        continue;
      }
      double end = seconds(row, cell);
      if (!(end > before)) {
        throw row.error("cycle_ends must grow, but %s follows %s".formatted(cell, before));
      }
      ends.add(end);
      before = end;
    }
    if (!ends.isEmpty() && ends.size() != count(row)) {
      throw row.error(
          "cycle_ends holds %d moments for a count of %d; give one per repetition, or none"
              .formatted(ends.size(), count(row)));
    }
    return ends;
  }

  private static double seconds(CsvTable.Row row, String cell) {
    try {
      double seconds = Double.parseDouble(cell);
      if (Double.isFinite(seconds)) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // told below, together with numbers that are not finite
    }
    throw row.error("cycle_ends must be seconds, but one is '%s'".formatted(cell));
  }

  private static int count(CsvTable.Row row) {
    Integer count = row.wholeNumber("count");
    if (count == null) {
      throw row.error("count must be a whole number from 0, but is ''");
    }
    return count;
  }
}
