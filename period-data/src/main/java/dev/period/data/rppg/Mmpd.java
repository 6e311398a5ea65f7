package dev.period.data.rppg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MMPD and mini-MMPD (Tang et al., 2023): {@code subjectN/pN_k.mat} with the arrays {@code video}
 * [frames, height, width, 3] in 0 to 1 and {@code GT_ppg}, at 30 frames per second.
 */
final class Mmpd implements PulseDataset.Layout {
  private static final Pattern SUBJECT = Pattern.compile("subject\\d+");
  private static final Pattern RECORDING = Pattern.compile("p\\d+_\\d+\\.mat");
  private static final double FRAMES_PER_SECOND = 30;
  private static final int MAX_SAMPLES = 1 << 24;

  @Override
  public String name() {
    return "mmpd";
  }

  @Override
  public List<PulseRecording> find(Path folder) {
    List<PulseRecording> recordings = new ArrayList<>();
    for (Path subject : DatasetFiles.folders(folder, SUBJECT)) {
      for (Path file : DatasetFiles.children(subject)) {
        Matcher name = RECORDING.matcher(DatasetFiles.name(file));
        if (name.matches()) {
          recordings.add(
              new PulseRecording(
                  DatasetFiles.id(folder, file),
                  DatasetFiles.name(subject),
                  null,
                  rule -> MatTrace.read(file, "video", FRAMES_PER_SECOND, rule),
                  () -> PulseReference.aligned(wave(file), new double[0])));
        }
      }
    }
    return recordings;
  }

  private static double[] wave(Path file) {
    return new MatFile(file)
        .read(
            "GT_ppg",
            array -> {
              double[] wave = new double[(int) Math.min(array.size(), MAX_SAMPLES)];
              array.next(wave);
              return wave;
            });
  }
}
