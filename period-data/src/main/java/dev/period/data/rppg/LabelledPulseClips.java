package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of videos with {@code labels_rppg.csv}: columns {@code file} (relative to the folder)
 * and {@code hr_bpm}; {@code subject} where one person is seen more than once; any more are
 * ignored.
 */
final class LabelledPulseClips implements PulseDataset.Layout {
  private static final String LABELS = "labels_rppg.csv";

  @Override
  public String name() {
    return "clips";
  }

  @Override
  public List<PulseRecording> find(Path folder) {
    Path labels = folder.resolve(LABELS);
    if (!Files.exists(labels)) {
      return List.of();
    }
    CsvTable table = CsvTable.read(labels);
    table.require("file", "hr_bpm");
    List<PulseRecording> recordings = new ArrayList<>();
    for (CsvTable.Row row : table.rows()) {
      String file = row.text("file");
      Path video = row.file("file", folder);
      double bpm = bpm(row);
      String subject = row.text("subject");
      recordings.add(
          PulseRecording.of(
              file, subject.isEmpty() ? file : subject, video, () -> PulseReference.constant(bpm)));
    }
    if (recordings.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, labels + " has no rows below its header");
    }
    return recordings;
  }

  private static double bpm(CsvTable.Row row) {
    try {
      double bpm = Double.parseDouble(row.text("hr_bpm"));
      if (bpm > 0 && bpm < Double.POSITIVE_INFINITY) {
        return bpm;
      }
    } catch (NumberFormatException e) {
      // told below, together with numbers out of range
    }
    throw row.error(
        "hr_bpm must be beats per minute above 0, but is '%s'".formatted(row.text("hr_bpm")));
  }
}
