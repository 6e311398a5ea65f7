package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.data.video.KeyFrames;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.ViewedVideo;
import dev.period.infer.plot.PlotData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gathers what a plot of an answer shows. */
final class AnswerPicture {
  private static final int KEY_FRAMES = 8;
  private static final int LONGER_SIDE = 240;

  /** Keeps moments at which nothing shows (of norm zero) from resembling everything. */
  private static final double FLOOR = 0.02;

  /** Counts less likely than this, beyond all others, are not shown. */
  private static final double TAIL = 0.001;

  private AnswerPicture() {}

  /** A few frames of a part of a video in its own shape, large enough to look at. */
  static FrameSequence keyFrames(Path video, double start, double end, VideoLimits limits) {
    return KeyFrames.of(video, start, end, LONGER_SIDE, KEY_FRAMES, limits);
  }

  /** A few of the frames given; all of them if they are no more. */
  static FrameSequence keyFrames(FrameSequence video) {
    return KeyFrames.of(video, KEY_FRAMES);
  }

  /**
   * Puts a plot together.
   *
   * @param start where the part begins that was looked at, in seconds of the video
   */
  static PlotData of(
      String title,
      String question,
      Insight found,
      ViewedVideo seen,
      FrameSequence keyFrames,
      double start) {
    Answer answer = found.answer();
    double[] density = found.density();
    double[] curve = density == null ? new double[0] : density;
    double[] sampled = seen.times();
    double[] times = new double[curve.length];
    Arrays.setAll(times, i -> (sampled[2 * i] + sampled[2 * i + 1]) / 2);
    CountDistribution counts = found.counts();
    return new PlotData(
        title,
        question,
        answer.answer(),
        keyFrames,
        times,
        curve,
        answer.repetitions(),
        similarity(Objects.requireNonNull(seen.gram()), sampled.length),
        sampled.length,
        counts == null ? new double[0] : trimmed(counts),
        orZero(answer.count()),
        orZero(answer.countLow()),
        orZero(answer.countHigh()),
        start,
        orZero(answer.videoSeconds()));
  }

  /**
   * The mean over all features of the cosine between every two frames, each feature centred over
   * time.
   *
   * @param gram centred Gram matrices [features, n, n]
   */
  static float[] similarity(float[] gram, int n) {
    float[] mean = new float[n * n];
    int features = gram.length / (n * n);
    for (int feature = 0; feature < features; feature++) {
      int offset = feature * n * n;
      double[] norm = new double[n];
      for (int i = 0; i < n; i++) {
        norm[i] = Math.sqrt(Math.max(0, gram[offset + i * n + i]) + FLOOR);
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          mean[i * n + j] += (float) (gram[offset + i * n + j] / (norm[i] * norm[j]) / features);
        }
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] = Math.min(1, Math.max(-1, mean[i]));
    }
    return mean;
  }

  private static double[] trimmed(CountDistribution counts) {
    int size = Math.min(counts.probabilities().length, counts.quantile(1 - TAIL) + 3);
    return Arrays.copyOf(counts.probabilities(), size);
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  private static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
