package dev.period.infer.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far off answers are for items of one kind.
 *
 * @param label of the kind
 * @param n number of items
 * @param model mean error of the model
 * @param baseline mean error of the best baseline; NaN where there is none
 */
record ErrorGroup(String label, int n, double model, double baseline) {
  /** First counts of the kinds: they double, since errors grow with the count. */
  private static final double[] COUNTS = {0, 1, 4, 8, 16, 32};

  /** First seconds per repetition of the kinds. */
  private static final double[] PERIODS = {0, 0.5, 1, 2, 4, 8};

  private static final int MOST_CLASSES = 24;

  /** By true count. */
  static List<ErrorGroup> byCount(EvalReport report) {
    return binned(report, COUNTS, outcome -> (double) outcome.item().truth(), ErrorGroup::counts);
  }

  /** By seconds per repetition: the length of what was looked at over the true count. */
  static List<ErrorGroup> byPeriod(EvalReport report) {
    return binned(report, PERIODS, ErrorGroup::period, ErrorGroup::seconds);
  }

  private static @Nullable Double period(Outcome.Scored outcome) {
    ClipCurve curve = outcome.prediction().curve();
    int truth = outcome.item().truth();
    return curve == null || truth == 0 ? null : (Double) (curve.seconds() / truth);
  }

  /** By class of the action, most of the error first; empty where there is only one. */
  static List<ErrorGroup> byClass(EvalReport report) {
    Map<String, List<Integer>> classes = new TreeMap<>();
    for (int i = 0; i < report.scored().size(); i++) {
      String action = report.scored().get(i).item().action();
      classes.computeIfAbsent(action.isEmpty() ? "–" : action, a -> new ArrayList<>()).add(i);
    }
    if (classes.size() < 2) {
      return List.of();
    }
    List<Map.Entry<String, List<Integer>>> order = new ArrayList<>(classes.entrySet());
    order.sort(
        Comparator.comparingDouble(
            entry -> -entry.getValue().size() * of(report, "", entry.getValue()).model()));
    List<ErrorGroup> groups = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if (i < MOST_CLASSES || order.size() == MOST_CLASSES + 1) {
        groups.add(of(report, order.get(i).getKey(), order.get(i).getValue()));
      } else {
        rest.addAll(order.get(i).getValue());
      }
    }
    if (!rest.isEmpty()) {
      groups.add(of(report, (order.size() - MOST_CLASSES) + " other classes", rest));
    }
    return groups;
  }

  private static List<ErrorGroup> binned(
      EvalReport report,
      double[] first,
      Function<Outcome.Scored, @Nullable Double> value,
      Function<double[], String> label) {
    Map<Integer, List<Integer>> bins = new LinkedHashMap<>();
    for (int bin = 0; bin < first.length; bin++) {
      bins.put(bin, new ArrayList<>());
    }
    for (int i = 0; i < report.scored().size(); i++) {
      Double found = value.apply(report.scored().get(i));
      if (found != null) {
        int bin = first.length - 1;
        while (bin > 0 && found < first[bin]) {
          bin--;
        }
        bins.get(bin).add(i);
      }
    }
    List<ErrorGroup> groups = new ArrayList<>();
    bins.forEach(
        (bin, items) -> {
          double next = bin + 1 < first.length ? first[bin + 1] : Double.POSITIVE_INFINITY;
          if (!items.isEmpty()) {
            groups.add(of(report, label.apply(new double[] {first[bin], next}), items));
          }
        });
    return groups;
  }

  private static ErrorGroup of(EvalReport report, String label, List<Integer> items) {
    double[] answers =
        report.bestBaseline().map(name -> report.baselineAnswers().get(name)).orElse(null);
    double model = 0;
    double baseline = answers == null ? Double.NaN : 0;
    for (int i : items) {
      Outcome.Scored outcome = report.scored().get(i);
      int truth = outcome.item().truth();
      model += Math.abs(outcome.scoredCount() - truth) / (double) items.size();
      baseline += answers == null ? 0 : Math.abs(answers[i] - truth) / items.size();
    }
    return new ErrorGroup(label, items.size(), model, baseline);
  }

  private static String counts(double[] range) {
    int first = (int) range[0];
    if (Double.isInfinite(range[1])) {
      return first + " and more";
    }
    int last = (int) range[1] - 1;
    return last == first ? Integer.toString(first) : first + " to " + last;
  }

  private static String seconds(double[] range) {
    if (Double.isInfinite(range[1])) {
      return String.format(Locale.ROOT, "%.0f s and more", range[0]);
    }
    return range[0] == 0
        ? "below " + brief(range[1]) + " s"
        : brief(range[0]) + " to " + brief(range[1]) + " s";
  }

  private static String brief(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
