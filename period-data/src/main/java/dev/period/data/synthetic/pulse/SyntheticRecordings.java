package dev.period.data.synthetic.pulse;

import dev.period.core.PeriodException;
import dev.period.data.Seeds;
import dev.period.data.rppg.PulseDataset;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseReference;
import dev.period.data.rppg.RegionRule;
import dev.period.data.rppg.VideoTrace;
import dev.period.data.synthetic.Draws;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Recordings of faces to evaluate with, which no training shows. Each is rendered, encoded as H.264
 * at a rate of its own and decoded again when it is asked for; nothing is kept.
 */
public final class SyntheticRecordings {
  /** Width and height of a video, in pixels. */
  private static final int SIZE = 160;

  private static final double SECONDS = 20;
  private static final double RATE = 30;

  /** From a good file, for a picture of this size, to a poor one. */
  private static final double MOST_BITS = 2_000_000;

  private static final double LEAST_BITS = 400_000;

  private SyntheticRecordings() {}

  /** The first {@code n} recordings of {@code seed}. */
  public static PulseDataset of(long seed, int n) {
    return of(seed, n, SIZE, SECONDS);
  }

  /** Smaller or shorter ones. */
  static PulseDataset of(long seed, int n, int size, double seconds) {
    List<PulseRecording> recordings = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      String id = String.format(Locale.ROOT, "face-%d-%03d", seed, i);
      // Seeds of clips to train with are not negative.
      long clip = Seeds.of(seed, ~3, i) | Long.MIN_VALUE;
      recordings.add(
          new PulseRecording(
              id,
              id,
              null,
              rule -> video(clip, size, seconds, rule),
              () -> reference(clip, size, seconds)));
    }
    return new PulseDataset("synthetic", recordings);
  }

  private static FaceVideo face(long seed, int size, double seconds) {
    return FaceVideo.of(seed, size, seconds, RATE, true);
  }

  /** The exact rate at each frame: there is no sensor whose wave would have to be read. */
  private static PulseReference reference(long seed, int size, double seconds) {
    FaceVideo face = face(seed, size, seconds);
    double[] rates = new double[face.frames()];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = face.heart().bpm(t / RATE, (t + 1) / RATE);
    }
    return new PulseReference(new double[0], Double.NaN, rates);
  }

  private static VideoTrace video(long seed, int size, double seconds, RegionRule rule) {
    FaceVideo face = face(seed, size, seconds);
    SplittableRandom rng = new SplittableRandom(~seed);
    long bits = (long) Draws.logUniform(rng, LEAST_BITS, MOST_BITS);
    try {
      Path folder = Files.createTempDirectory("period-face");
      Path file = folder.resolve("face.mp4");
      try {
        VideoWriter.write(
            file,
            new VideoWriter.Settings(size, size, VideoWriter.Codec.H264, bits, 60, RATE),
            face.frames(),
            face);
        return VideoTrace.read(file, rule);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "cannot write a video to the folder for temporary files (%s)".formatted(e),
          e);
    }
  }
}
