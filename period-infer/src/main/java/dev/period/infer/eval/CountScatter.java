package dev.period.infer.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Predicted against true counts: items at the same place share a dot, the larger the more. */
final class CountScatter {
  private static final int NAMED = 6;

  private CountScatter() {}

  /** An SVG element. */
  static String of(List<Outcome.Scored> outcomes) {
    Map<Long, List<Outcome.Scored>> places = new TreeMap<>();
    int largest = 1;
    for (Outcome.Scored outcome : outcomes) {
      int truth = outcome.item().truth();
      int found = outcome.scoredCount();
      largest = Math.max(largest, Math.max(truth, found));
      places.computeIfAbsent(((long) truth << 32) + found, p -> new ArrayList<>()).add(outcome);
    }
    List<ScatterSvg.Mark> marks = new ArrayList<>();
    places.values().forEach(place -> marks.add(mark(place)));
    return ScatterSvg.of(marks, 0, largest, 1, "count");
  }

  private static ScatterSvg.Mark mark(List<Outcome.Scored> place) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    StringBuilder title = new StringBuilder();
    Outcome.Scored first = place.get(0);
    title.append("true ").append(first.item().truth());
    title.append(", counted ").append(first.scoredCount()).append(": ");
    for (int i = 0; i < place.size(); i++) {
      Integer itsLow = place.get(i).prediction().low();
      Integer itsHigh = place.get(i).prediction().high();
      low = itsLow == null ? low : Math.min(low, itsLow);
      high = itsHigh == null ? high : Math.max(high, itsHigh);
      if (i < NAMED) {
        title.append(i == 0 ? "" : ", ").append(place.get(i).item().id());
      }
    }
    if (place.size() > NAMED) {
      title.append(" and ").append(place.size() - NAMED).append(" more");
    }
    return new ScatterSvg.Mark(
        first.item().truth(),
        first.scoredCount(),
        low,
        high,
        place.size(),
        "dot",
        title.toString());
  }
}
