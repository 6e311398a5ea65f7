package dev.period.infer.baselines;

import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.GramMatrices;
import dev.period.data.dsp.Peak;
import dev.period.infer.metrics.Quantile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The period from temporal self-similarity (the idea of Cutler and Davis, 2000, and of RepNet,
 * without anything learned).
 *
 * <p>The cosine similarity of all pairs of frames, averaged over three features, is averaged along
 * its diagonals. The period is the shortest lag whose peak has at least 60 % of the best
 * prominence, refined with the peaks near its 2nd to 4th multiple.
 */
final class SelfSimilarity implements ClassicalCounter {
  /** What is divided by the period. */
  enum Extent {
    /** The whole clip, as if repetitions filled it. */
    WHOLE_CLIP,
    /** The frames that resemble the frames one period away. */
    ACTIVE_FRAMES
  }

  private static final int[] FEATURES = {
    FrameFeatures.NAMES.indexOf("highpass_grey"),
    FrameFeatures.NAMES.indexOf("hog"),
    FrameFeatures.NAMES.indexOf("signed_diff")
  };

  /** Keeps frames in which hardly anything differs from the mean from looking alike. */
  private static final double FLOOR = 0.05;

  private static final int MIN_PERIOD = 3;
  private static final double MAX_LAG = 0.6;
  private static final double MIN_PROMINENCE = 0.02;
  private static final double NEAR_BEST = 0.6;
  private static final double ACTIVE = 0.35;

  private final Extent extent;

  SelfSimilarity(Extent extent) {
    this.extent = extent;
  }

  @Override
  public String key() {
    return extent == Extent.WHOLE_CLIP ? "self_similarity_period" : "self_similarity_active";
  }

  @Override
  public int frames() {
    return 256;
  }

  @Override
  public int count(byte[] grey, int frames) {
    double[][] similarity = similarity(grey, frames);
    double[] byLag = new double[(int) (frames * MAX_LAG)];
    Arrays.setAll(byLag, lag -> diagonalMean(similarity, lag));
    Optional<Double> period = period(GaussianFilter.smooth(byLag, 0.7));
    if (period.isEmpty()) {
      return 0;
    }
    double counted = extent == Extent.WHOLE_CLIP ? frames : activeFrames(similarity, period.get());
    return (int) Math.rint(counted / period.get());
  }

  private static double[][] similarity(byte[] grey, int frames) {
    float[][][] features = FrameFeatures.extract(grey, frames);
    float[][][] used = new float[FEATURES.length][][];
    Arrays.setAll(used, f -> features[FEATURES[f]]);
    float[] grams = GramMatrices.of(used);
    double[][] similarity = new double[frames][frames];
    for (int f = 0; f < used.length; f++) {
      int offset = f * frames * frames;
      double[] norms = new double[frames];
      for (int i = 0; i < frames; i++) {
        norms[i] = Math.sqrt(Math.max(1e-9, grams[offset + i * frames + i]) + FLOOR);
      }
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j < frames; j++) {
          double cosine = grams[offset + i * frames + j] / (norms[i] * norms[j]);
          similarity[i][j] += cosine / used.length;
        }
      }
    }
    return similarity;
  }

  private static double diagonalMean(double[][] similarity, int lag) {
    int pairs = similarity.length - lag;
    double sum = 0;
    for (int t = 0; t < pairs; t++) {
      sum += similarity[t][t + lag];
    }
    return sum / pairs;
  }

  /** In frames, not necessarily whole; empty where no lag stands out. */
  private static Optional<Double> period(double[] byLag) {
    List<Peak> peaks =
        Peak.find(byLag, MIN_PROMINENCE).stream()
            .filter(peak -> peak.index() >= MIN_PERIOD)
            .toList();
    double best = peaks.stream().mapToDouble(Peak::prominence).max().orElse(0);
    return peaks.stream()
        .filter(peak -> peak.prominence() >= NEAR_BEST * best)
        .findFirst()
        .map(peak -> refined(peak.index(), peaks));
  }

  /** A peak near a multiple h of the period gives the period h times as precisely. */
  private static double refined(int lag, List<Peak> peaks) {
    double period = lag;
    for (int multiple = 2; multiple <= 4; multiple++) {
      double base = period;
      double target = period * multiple;
      Optional<Peak> near =
          peaks.stream()
              .filter(peak -> Math.abs(peak.index() - target) < 0.25 * base)
              .min(Comparator.comparingDouble(peak -> Math.abs(peak.index() - target)));
      if (near.isPresent()) {
        period = (double) near.get().index() / multiple;
      }
    }
    return period;
  }

  /**
   * Frames whose similarity to those one period away reaches 35 % of the clip's 90th percentile.
   */
  private static double activeFrames(double[][] similarity, double period) {
    int frames = similarity.length;
    int lag = (int) Math.rint(period);
    double[] alike = new double[frames];
    for (int t = 0; t < frames; t++) {
      double sum = 0;
      int neighbours = 0;
      for (int other : new int[] {t - lag, t + lag}) {
        if (other >= 0 && other < frames) {
          sum += similarity[t][other];
          neighbours++;
        }
      }
      alike[t] = sum / Math.max(1, neighbours);
    }
    double[] smooth = GaussianFilter.smooth(alike, lag / 2.0);
    double threshold = ACTIVE * Quantile.of(smooth, 0.9);
    return Arrays.stream(smooth).filter(s -> s > threshold).count();
  }
}
