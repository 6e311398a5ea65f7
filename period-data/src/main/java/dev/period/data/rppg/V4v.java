package dev.period.data.rppg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * V4V (Revanur et al., 2021), its training part: videos {@code F001_T1.mkv} in any folder beside
 * {@code Ground truth/}, in which {@code BP_raw_1KHz/F001-T1-BP.txt} has the blood pressure, one
 * value a line at 1000 a second, and {@code Physiology/F001_T1.txt} a line of heart rates between
 * commas, one per frame, after the name of the recording and of the signal.
 *
 * <p>The blood pressure wave serves as the pulse wave; what is longer than the video is left out.
 * The layout of the later test releases is not known well enough to be read.
 */
final class V4v implements PulseDataset.Layout {
  private static final Pattern VIDEO = Pattern.compile("(([FM]\\d+)_T\\d+)\\.mkv");
  private static final double SAMPLES_PER_SECOND = 1000;
  private static final int DEPTH = 3;

  @Override
  public String name() {
    return "v4v";
  }

  @Override
  public List<PulseRecording> find(Path folder) {
    Path truth = folder.resolve("Ground truth");
    if (!Files.isDirectory(truth)) {
      return List.of();
    }
    List<PulseRecording> recordings = new ArrayList<>();
    for (Path parent : DatasetFiles.tree(folder, DEPTH)) {
      for (Path file : DatasetFiles.children(parent)) {
        Matcher name = VIDEO.matcher(DatasetFiles.name(file));
        if (name.matches()) {
          String id = name.group(1);
          recordings.add(PulseRecording.of(id, name.group(2), file, () -> reference(truth, id)));
        }
      }
    }
    return recordings;
  }

  private static PulseReference reference(Path truth, String id) {
    Path pressure = truth.resolve("BP_raw_1KHz").resolve(id.replace('_', '-') + "-BP.txt");
    Path physiology = truth.resolve("Physiology").resolve(id + ".txt");
    double[] wave = DatasetFiles.numbers(pressure, DatasetFiles.text(pressure));
    String line = DatasetFiles.text(physiology).lines().findFirst().orElse("");
    String[] cells = line.split(",", 3);
    double[] rates = cells.length < 3 ? new double[0] : DatasetFiles.numbers(physiology, cells[2]);
    return new PulseReference(wave, SAMPLES_PER_SECOND, rates);
  }
}
