package dev.period.train;

import dev.period.core.generate.CountDistribution;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How far counts are off, summed over samples. */
final class CountErrors {
  private double absolute;
  private int counted;
  private int within;
  private int exact;

  /** The count that an answer stands for: the median of what the model believes, 0 for none. */
  static int count(@Nullable CountDistribution counts) {
    return counts == null ? 0 : counts.median();
  }

  void add(int count, int truth) {
    int error = Math.abs(count - truth);
    counted++;
    absolute += error;
    within += error <= 1 ? 1 : 0;
    exact += error == 0 ? 1 : 0;
  }

  /** Mean error, share off by at most one, share exact; nothing where nothing was counted. */
  Map<String, Double> metrics(String name) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (counted > 0) {
      metrics.put("eval/" + name + "/mae_abs", absolute / counted);
      metrics.put("eval/" + name + "/obo_acc", (double) within / counted);
      metrics.put("eval/" + name + "/obz_acc", (double) exact / counted);
    }
    return metrics;
  }
}
