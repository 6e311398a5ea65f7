package dev.period.infer.baselines;

import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.dsp.Peak;
import java.util.Arrays;
import java.util.List;

/**
 * The autocorrelation of motion energy (Cutler and Davis, 2000, reduced to one number per frame).
 *
 * <p>Energy is the mean absolute difference of neighbouring frames, smoothed with σ = 1 frame and
 * freed of its trend (σ = a sixth of the clip). The period is the first peak of its autocorrelation
 * that reaches 80 % of the highest; the count is frames / period. A movement that goes there and
 * back has two bursts of energy, so this baseline often counts double.
 */
final class MotionEnergy implements ClassicalCounter {
  private static final int MIN_PERIOD = 3;
  private static final double MIN_PROMINENCE = 0.05;
  private static final double NEAR_BEST = 0.8;

  /** Beyond this fraction of the clip too few pairs of frames are left to compare. */
  private static final double MAX_LAG = 0.6;

  @Override
  public String key() {
    return "motion_energy";
  }

  @Override
  public int frames() {
    return 128;
  }

  @Override
  public int count(byte[] grey, int frames) {
    double[] energy = energy(grey, frames);
    if (energy.length == 0) {
      return 0;
    }
    double[] smooth = GaussianFilter.smooth(energy, 1);
    double[] trend = GaussianFilter.smooth(smooth, smooth.length / 6.0);
    double[] bursts = new double[smooth.length];
    Arrays.setAll(bursts, t -> smooth[t] - trend[t]);
    List<Peak> peaks =
        Peak.find(autocorrelation(bursts), MIN_PROMINENCE).stream()
            .filter(peak -> peak.index() >= MIN_PERIOD)
            .toList();
    double best = peaks.stream().mapToDouble(Peak::height).max().orElse(0);
    if (best <= 0) {
      return 0;
    }
    return peaks.stream()
        .filter(peak -> peak.height() >= NEAR_BEST * best)
        .findFirst()
        .map(peak -> (int) Math.rint((double) frames / peak.index()))
        .orElse(0);
  }

  private static double[] energy(byte[] grey, int frames) {
    int pixels = FrameFeatures.SIZE * FrameFeatures.SIZE;
    if (frames < 1 || grey.length != (long) frames * pixels) {
      throw new IllegalArgumentException(
          "expected " + frames + " frames of " + pixels + " bytes but found " + grey.length);
    }
    double[] energy = new double[frames - 1];
    for (int t = 0; t < energy.length; t++) {
      long sum = 0;
      for (int i = t * pixels; i < (t + 1) * pixels; i++) {
        sum += Math.abs((grey[i + pixels] & 0xFF) - (grey[i] & 0xFF));
      }
      energy[t] = (double) sum / pixels;
    }
    return energy;
  }

  /** Mean product per pair of samples, divided by its value at lag 0. */
  private static double[] autocorrelation(double[] signal) {
    double[] correlation = new double[(int) (signal.length * MAX_LAG)];
    for (int lag = 0; lag < correlation.length; lag++) {
      double sum = 0;
      for (int t = 0; t + lag < signal.length; t++) {
        sum += signal[t] * signal[t + lag];
      }
      correlation[lag] = sum / (signal.length - lag);
    }
    double scale = correlation.length == 0 ? 1 : correlation[0] + 1e-9;
    Arrays.setAll(correlation, lag -> correlation[lag] / scale);
    return correlation;
  }
}
