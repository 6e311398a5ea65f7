package dev.period.infer.metrics;

import dev.period.data.text.NumberExtraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Period-LLM's released evaluation ({@code evaluation.py} and {@code eval.py}) as it is, so that
 * figures can stand beside its published ones. It differs from what its figures are called:
 *
 * <ul>
 *   <li>numbers are read off both texts by {@link NumberExtraction#periodLlm}, which knows none
 *       from 100 on;
 *   <li>{@code mae} is in repetitions, not relative to the truth as in the rest of the field;
 *   <li>truth and prediction are swapped in the call, so that {@code me} has the wrong sign and
 *       {@code mer} is relative to one more than the <em>prediction</em>;
 *   <li>{@code p} has 0.01 added to its denominator;
 *   <li>{@code cider} compares single characters, see {@link PeriodLlmCider}.
 * </ul>
 *
 * @param n number of items
 * @param figures by name, with 95 % intervals: {@code me}, {@code std}, {@code mae}, {@code rmse},
 *     {@code mer}, {@code p}, and {@code cider} where there are answers in words
 */
public record PeriodLlmMetrics(int n, Map<String, Estimate> figures) {
  private static final List<String> NUMBERS = List.of("me", "std", "mae", "rmse", "mer", "p");
  private static final String CIDER = "cider";

  /** Makes the map unmodifiable; its order is kept. */
  public PeriodLlmMetrics {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /**
   * Judges answers.
   *
   * @param truth the true answer of each item, in words
   * @param predicted the answer that is judged
   */
  public static PeriodLlmMetrics of(List<String> truth, List<String> predicted) {
    return of(truth, predicted, true);
  }

  /** Judges the numbers alone, where one of the two has no words to compare. */
  public static PeriodLlmMetrics ofNumbers(List<String> truth, List<String> predicted) {
    return of(truth, predicted, false);
  }

  private static PeriodLlmMetrics of(List<String> truth, List<String> predicted, boolean words) {
    int n = truth.size();
    if (predicted.size() != n) {
      throw new IllegalArgumentException(predicted.size() + " answers for " + n + " items");
    }
    if (n == 0) {
      return new PeriodLlmMetrics(0, Map.of());
    }
    double[] trueNumbers = truth.stream().mapToDouble(NumberExtraction::periodLlm).toArray();
    double[] numbers = predicted.stream().mapToDouble(NumberExtraction::periodLlm).toArray();
    double[] characters = new double[n];
    for (int i = 0; i < n && words; i++) {
      characters[i] = PeriodLlmCider.score(truth.get(i), predicted.get(i));
    }
    Estimate[] estimates =
        Bootstrap.estimate(
            n,
            indices -> {
              double[] first = new double[n];
              double[] second = new double[n];
              double cider = 0;
              for (int i = 0; i < n; i++) {
                first[i] = trueNumbers[indices[i]];
                second[i] = numbers[indices[i]];
                cider += characters[indices[i]] / n;
              }
              double[] values = Arrays.copyOf(myEval(first, second), NUMBERS.size() + 1);
              values[NUMBERS.size()] = cider;
              return values;
            });
    List<String> names = new ArrayList<>(NUMBERS);
    if (words) {
      names.add(CIDER);
    }
    Map<String, Estimate> figures = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      figures.put(names.get(i), estimates[i]);
    }
    return new PeriodLlmMetrics(n, figures);
  }

  /**
   * {@code MyEval}: me, std, mae, rmse, mer, p.
   *
   * @param predicted what the function calls predictions; its released call passes the truth
   * @param reference what it calls the reference
   */
  static double[] myEval(double[] predicted, double[] reference) {
    int n = predicted.length;
    double me = 0;
    double mae = 0;
    double square = 0;
    double mer = 0;
    double meanPredicted = 0;
    double meanReference = 0;
    for (int i = 0; i < n; i++) {
      double difference = predicted[i] - reference[i];
      me += difference / n;
      mae += Math.abs(difference) / n;
      square += difference * difference / n;
      mer += Math.abs(difference) / (reference[i] + 1) / n;
      meanPredicted += predicted[i] / n;
      meanReference += reference[i] / n;
    }
    double variance = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      double deviation = predicted[i] - reference[i] - me;
      variance += deviation * deviation / n;
      double x = predicted[i] - meanPredicted;
      double y = reference[i] - meanReference;
      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
    double p = xy / (0.01 + Math.sqrt(xx) * Math.sqrt(yy));
    return new double[] {me, Math.sqrt(variance), mae, Math.sqrt(square), mer, p};
  }
}
