package dev.period.data.rppg;

import dev.period.core.PeriodException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * UBFC-rPPG (Bobbia et al., 2017). Every folder with {@code vid.avi} is a recording.
 *
 * <ul>
 *   <li>DATASET_2: {@code ground_truth.txt} has three lines of numbers between blanks, one per
 *       frame: wave, heart rate, time in seconds.
 *   <li>DATASET_1: {@code gtdump.xmp} has a line per sample (about 62 a second): time in
 *       milliseconds, heart rate, oxygen saturation, wave.
 * </ul>
 */
final class UbfcRppg implements PulseDataset.Layout {
  private static final int DEPTH = 2;

  @Override
  public String name() {
    return "ubfc-rppg";
  }

  @Override
  public List<PulseRecording> find(Path folder) {
    List<PulseRecording> recordings = new ArrayList<>();
    for (Path subject : DatasetFiles.tree(folder, DEPTH)) {
      Path second = subject.resolve("ground_truth.txt");
      Path first = subject.resolve("gtdump.xmp");
      boolean isSecond = Files.exists(second);
      if (Files.exists(subject.resolve("vid.avi")) && (isSecond || Files.exists(first))) {
        String id =
            subject.equals(folder) ? DatasetFiles.name(folder) : DatasetFiles.id(folder, subject);
        recordings.add(
            PulseRecording.of(
                id,
                id,
                subject.resolve("vid.avi"),
                isSecond ? () -> groundTruth(second) : () -> dump(first)));
      }
    }
    return recordings;
  }

  private static PulseReference groundTruth(Path file) {
    List<String> lines = DatasetFiles.text(file).lines().toList();
    if (lines.size() < 2) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, file + " has no line of heart rates below its wave");
    }
    double[] wave = DatasetFiles.numbers(file, lines.get(0));
    double[] rates = DatasetFiles.numbers(file, lines.get(1));
    return PulseReference.aligned(wave, rates);
  }

  private static PulseReference dump(Path file) {
    List<double[]> rows =
        DatasetFiles.text(file)
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> DatasetFiles.numbers(file, line))
            .toList();
    if (rows.size() < 2 || rows.stream().anyMatch(row -> row.length < 4)) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          file + " needs lines of time, heart rate, saturation and wave");
    }
    double milliseconds = rows.get(rows.size() - 1)[0] - rows.get(0)[0];
    if (!(milliseconds > 0)) {
      throw new PeriodException(PeriodException.Kind.INPUT, file + " has times that do not grow");
    }
    return new PulseReference(
        rows.stream().mapToDouble(row -> row[3]).toArray(),
        1000 * (rows.size() - 1) / milliseconds,
        rows.stream().mapToDouble(row -> row[1]).toArray());
  }
}
