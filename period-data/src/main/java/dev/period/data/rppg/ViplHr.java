package dev.period.data.rppg;

import dev.period.core.PeriodException;
import dev.period.data.video.VideoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * VIPL-HR (Niu, Shan, Han and Chen, 2018): {@code pN/vM/sourceK/video.avi} with {@code wave.csv}
 * and {@code gt_HR.csv} (one header line, one value a line; a heart rate for each second) and
 * {@code time.txt}, the time of each frame in milliseconds. {@code source4} is near infrared, which
 * has no colour, and is left out.
 *
 * <p>The wave has about 60 samples a second, but its rate is not documented: it is taken to begin
 * and end with the video. Where {@code time.txt} is missing (source2), the container's frame rate
 * has to do.
 */
final class ViplHr implements PulseDataset.Layout {
  private static final Pattern SUBJECT = Pattern.compile("p\\d+");
  private static final Pattern SITUATION = Pattern.compile("v\\d+(-\\d+)?");
  private static final Pattern CAMERA = Pattern.compile("source[123]");

  @Override
  public String name() {
    return "vipl-hr";
  }

  @Override
  public List<PulseRecording> find(Path folder) {
    Path root = Files.isDirectory(folder.resolve("data")) ? folder.resolve("data") : folder;
    List<PulseRecording> recordings = new ArrayList<>();
    for (Path subject : DatasetFiles.folders(root, SUBJECT)) {
      for (Path situation : DatasetFiles.folders(subject, SITUATION)) {
        for (Path camera : DatasetFiles.folders(situation, CAMERA)) {
          recordings.add(
              new PulseRecording(
                  DatasetFiles.id(root, camera),
                  DatasetFiles.name(subject),
                  hasTimes(camera) ? null : camera.resolve("video.avi"),
                  rule -> frames(camera, rule),
                  () ->
                      PulseReference.aligned(
                          column(camera.resolve("wave.csv")),
                          column(camera.resolve("gt_HR.csv")))));
        }
      }
    }
    return recordings;
  }

  private static boolean hasTimes(Path camera) {
    return Files.exists(camera.resolve("time.txt"));
  }

  private static VideoTrace frames(Path camera, RegionRule rule) {
    Path video = camera.resolve("video.avi");
    if (!hasTimes(camera)) {
      return VideoTrace.read(video, rule);
    }
    Path times = camera.resolve("time.txt");
    TraceBuilder builder = new TraceBuilder(video, rule);
    List<String> warnings =
        VideoReader.forEachFrame(video, VideoTrace.LONGEST_SIDE, VideoTrace.LIMITS, builder::frame);
    double[] milliseconds = DatasetFiles.numbers(times, DatasetFiles.text(times));
    int frames = builder.frames();
    if (milliseconds.length < frames) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%s has %d times, but the video has %d frames"
              .formatted(times, milliseconds.length, frames));
    }
    double[] seconds = new double[frames];
    for (int i = 0; i < frames; i++) {
      seconds[i] = milliseconds[i] / 1000;
      if (i > 0 && seconds[i] < seconds[i - 1]) {
        throw new PeriodException(
            PeriodException.Kind.INPUT,
            "%s: time %d comes before the one above it".formatted(times, i + 1));
      }
    }
    return builder.build(seconds, warnings);
  }

  private static double[] column(Path file) {
    String text = DatasetFiles.text(file);
    int end = text.indexOf('\n');
    return DatasetFiles.numbers(file, end < 0 ? "" : text.substring(end + 1));
  }
}
