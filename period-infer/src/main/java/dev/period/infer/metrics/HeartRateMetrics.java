package dev.period.infer.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * The heart-rate figures of one system, as rPPG-Toolbox defines them, with 95 % bootstrap intervals
 * and standard errors.
 *
 * <p>Windows of one recording resemble each other, so that the bootstrap draws whole recordings.
 *
 * @param n number of windows
 * @param figures by key of report.json, those that are defined: {@code mae_abs} and {@code rmse} in
 *     beats per minute, {@code mape} in percent, {@code pearson}, {@code snr_db}, {@code macc}
 * @param standardErrors by key, those that are defined
 */
public record HeartRateMetrics(
    int n, Map<String, Estimate> figures, Map<String, Double> standardErrors) {

  private static final List<String> KEYS =
      List.of(
          CountMetric.MAE_ABS.key(),
          CountMetric.RMSE.key(),
          CountMetric.MAPE.key(),
          CountMetric.PEARSON.key(),
          "snr_db",
          "macc");

  /** Makes the maps unmodifiable; their order is kept. */
  public HeartRateMetrics {
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    standardErrors = Collections.unmodifiableMap(new LinkedHashMap<>(standardErrors));
  }

  /**
   * One window of a recording.
   *
   * @param predicted beats per minute
   * @param truth beats per minute
   * @param snrDecibels NaN where there is none
   * @param macc NaN where there is none
   */
  public record Score(double predicted, double truth, double snrDecibels, double macc) {}

  /**
   * Scores windows.
   *
   * @param recordings the windows of each recording
   */
  public static HeartRateMetrics of(List<List<Score>> recordings) {
    List<Score> all = recordings.stream().flatMap(List::stream).toList();
    if (all.isEmpty()) {
      return new HeartRateMetrics(0, Map.of(), Map.of());
    }
    Estimate[] estimates =
        Bootstrap.estimate(
            recordings.size(),
            indices -> {
              List<Score> drawn = new ArrayList<>();
              for (int index : indices) {
                drawn.addAll(recordings.get(index));
              }
              return values(drawn);
            });
    Map<String, Estimate> figures = new LinkedHashMap<>();
    for (int k = 0; k < estimates.length; k++) {
      if (Double.isFinite(estimates[k].value())) {
        figures.put(KEYS.get(k), estimates[k]);
      }
    }
    double[] errors = standardErrors(all, estimates[KEYS.indexOf("pearson")].value());
    Map<String, Double> standardErrors = new LinkedHashMap<>();
    for (int k = 0; k < errors.length; k++) {
      if (figures.containsKey(KEYS.get(k)) && Double.isFinite(errors[k])) {
        standardErrors.put(KEYS.get(k), errors[k]);
      }
    }
    return new HeartRateMetrics(all.size(), figures, standardErrors);
  }

  private static double[] values(List<Score> scores) {
    double[] predicted = column(scores, Score::predicted);
    double[] truth = column(scores, Score::truth);
    return new double[] {
      CountMetric.MAE_ABS.of(predicted, truth),
      CountMetric.RMSE.of(predicted, truth),
      CountMetric.MAPE.of(predicted, truth),
      CountMetric.PEARSON.of(predicted, truth),
      mean(finite(column(scores, Score::snrDecibels))),
      mean(finite(column(scores, Score::macc)))
    };
  }

  /** evaluation/metrics.py; deviations are those of the population. */
  private static double[] standardErrors(List<Score> scores, double pearson) {
    int n = scores.size();
    double[] errors = column(scores, score -> Math.abs(score.predicted() - score.truth()));
    double[] relative =
        column(scores, score -> Math.abs(score.predicted() - score.truth()) / score.truth());
    double[] snr = finite(column(scores, Score::snrDecibels));
    double[] macc = finite(column(scores, Score::macc));
    return new double[] {
      deviation(errors) / Math.sqrt(n),
      Math.sqrt(deviation(map(errors, e -> e * e)) / Math.sqrt(n)),
      100 * deviation(relative) / Math.sqrt(n),
      n > 2 ? Math.sqrt((1 - pearson * pearson) / (n - 2)) : Double.NaN,
      deviation(snr) / Math.sqrt(snr.length),
      deviation(macc) / Math.sqrt(macc.length)
    };
  }

  private static double[] column(List<Score> scores, ToDoubleFunction<Score> of) {
    return scores.stream().mapToDouble(of).toArray();
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  private static double[] map(double[] values, DoubleUnaryOperator operator) {
    return Arrays.stream(values).map(operator).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(mean(map(values, v -> (v - mean) * (v - mean))));
  }

  /** The value of the figure {@code key}, or NaN where it is undefined. */
  public double value(String key) {
    Estimate estimate = figures.get(key);
    return estimate == null ? Double.NaN : estimate.value();
  }
}
