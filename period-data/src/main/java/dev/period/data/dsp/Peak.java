package dev.period.data.dsp;

import java.util.ArrayList;
import java.util.List;

/**
 * A local maximum of a signal.
 *
 * @param index its sample; the middle (rounded down) of a plateau
 * @param height the signal there
 * @param prominence height above the higher of the two lowest points that lie between it and the
 *     next higher sample (or the end) on either side
 */
public record Peak(int index, double height, double prominence) {

  /**
   * The peaks of at least {@code minProminence}, in order; the ends of the signal are no peaks. The
   * same as SciPy's {@code find_peaks(signal, prominence=minProminence)}.
   */
  public static List<Peak> find(double[] signal, double minProminence) {
    List<Peak> peaks = new ArrayList<>();
    int i = 1;
    while (i < signal.length - 1) {
      int end = i;
      while (end < signal.length - 1 && signal[end + 1] == signal[i]) {
        end++;
      }
      boolean rises = signal[i - 1] < signal[i];
      boolean falls = end < signal.length - 1 && signal[end + 1] < signal[i];
      if (rises && falls) {
        int middle = (i + end) / 2;
        double prominence = prominence(signal, middle);
        if (prominence >= minProminence) {
          peaks.add(new Peak(middle, signal[middle], prominence));
        }
      }
      i = end + 1;
    }
    return peaks;
  }

  private static double prominence(double[] signal, int peak) {
    double height = signal[peak];
    double lowestBefore = height;
    for (int i = peak; i >= 0 && signal[i] <= height; i--) {
      lowestBefore = Math.min(lowestBefore, signal[i]);
    }
    double lowestAfter = height;
    for (int i = peak; i < signal.length && signal[i] <= height; i++) {
      lowestAfter = Math.min(lowestAfter, signal[i]);
    }
    return height - Math.max(lowestBefore, lowestAfter);
  }
}
