package dev.period.data.repetition;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * QUVA Repetition (Runia et al., Real-World Repetition Estimation by Div, Grad and Curl, CVPR
 * 2018): {@code videos/NAME.mp4} and {@code annotations/NAME.npy} with the frame at which each
 * cycle ends, so that there are as many repetitions as numbers. It is for testing only.
 *
 * <p>The action is taken from the name: {@code 010_pommel_practice} is "pommel practice".
 */
public final class Quva implements CountedDataset {
  @Override
  public String name() {
    return "quva";
  }

  @Override
  public boolean hasSplits() {
    return false;
  }

  @Override
  public List<String> splits(Path folder) {
    return Files.isDirectory(annotations(folder)) ? List.of("test") : List.of();
  }

  private static Path annotations(Path folder) {
    Path named = folder.resolve("quva_annotations");
    return Files.isDirectory(named) ? named : folder.resolve("annotations");
  }

  @Override
  public Split read(Path folder, String split) {
    Path annotations = annotations(folder);
    TreeMap<String, Path> files = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(annotations, "*.npy")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        // what macOS leaves in archives
        if (!name.startsWith("._")) {
          files.put(name.substring(0, name.length() - 4), entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot list %s (%s)".formatted(annotations, e), e);
    }
    if (files.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "there are no .npy annotations in " + annotations);
    }
    VideoFolder videos = new VideoFolder(List.of(folder.resolve("videos"), folder));
    List<CountedClip> clips = new ArrayList<>();
    files.forEach((name, file) -> clips.add(clip(name, file, videos)));
    return new Split(clips, List.of());
  }

  private static CountedClip clip(String name, Path file, VideoFolder videos) {
    double[] ends = NumpyFile.vector(file);
    List<CountedClip.Cycle> cycles = new ArrayList<>();
    int before = 0;
    for (double end : ends) {
      if (!(end > before && end < Integer.MAX_VALUE) || end != Math.rint(end)) {
        throw new PeriodException(
            PeriodException.Kind.INPUT, file + " does not hold frame numbers that grow");
      }
      cycles.add(new CountedClip.Cycle(before, (int) end));
      before = (int) end;
    }
    String action = name.replaceFirst("^\\d+_", "").replace('_', ' ');
    return new CountedClip(
        name, name, videos.file(name), null, null, action, ends.length, cycles, null);
  }
}
