package dev.period.infer.baselines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Answers that do not look at the video. A model that does not beat them has not learned to count.
 *
 * <p>They are fitted on training counts where there are any, else on all other items
 * (leave-one-out), never on the item that is judged.
 */
public enum ConstantBaseline {
  /** The median count; half-way between the two middle counts where their number is even. */
  CONSTANT_MEDIAN("constant_median") {
    @Override
    double fit(List<LabelledCount> fitting, String action) {
      int[] counts = sorted(fitting);
      int n = counts.length;
      return (counts[(n - 1) / 2] + counts[n / 2]) / 2.0;
    }
  },
  /**
   * The whole number with the least mean absolute error, the smallest of several. That is the lower
   * median: the error Σ|c − g| falls while fewer than half of the counts g are ≤ c.
   */
  CONSTANT_BEST("constant_best") {
    @Override
    double fit(List<LabelledCount> fitting, String action) {
      int[] counts = sorted(fitting);
      return counts[(counts.length - 1) / 2];
    }
  },
  /** The median count of the same action; of all actions where this one was never seen. */
  CLASS_MEDIAN("class_median") {
    @Override
    double fit(List<LabelledCount> fitting, String action) {
      List<LabelledCount> same = new ArrayList<>();
      for (LabelledCount item : fitting) {
        if (!action.isEmpty() && item.action().equals(action)) {
          same.add(item);
        }
      }
      return CONSTANT_MEDIAN.fit(same.isEmpty() ? fitting : same, action);
    }
  };

  private final String key;

  ConstantBaseline(String key) {
    this.key = key;
  }

  /** The name in report.json. */
  public String key() {
    return key;
  }

  /** Fits on {@code fitting}, not empty, and answers for one item of class {@code action}. */
  abstract double fit(List<LabelledCount> fitting, String action);

  /**
   * The answers for {@code items}, fitted on {@code training}.
   *
   * @throws IllegalArgumentException if {@code training} is empty
   */
  public double[] fitted(List<LabelledCount> training, List<LabelledCount> items) {
    if (training.isEmpty()) {
      throw new IllegalArgumentException("a constant needs training counts");
    }
    return items.stream().mapToDouble(item -> fit(training, item.action())).toArray();
  }

  /**
   * The answers for {@code items}, each fitted on all the others; 0 for an item that is alone,
   * since nothing may be known about it.
   */
  public double[] leaveOneOut(List<LabelledCount> items) {
    double[] answers = new double[items.size()];
    List<LabelledCount> others = new ArrayList<>(items);
    for (int i = 0; i < answers.length; i++) {
      LabelledCount left = others.remove(i);
      answers[i] = others.isEmpty() ? 0 : fit(others, left.action());
      others.add(i, left);
    }
    return answers;
  }

  private static int[] sorted(List<LabelledCount> items) {
    int[] counts = items.stream().mapToInt(LabelledCount::count).toArray();
    Arrays.sort(counts);
    return counts;
  }
}
