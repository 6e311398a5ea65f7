package dev.period.infer.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A line of predictions.jsonl: an {@link Outcome}, written and read again without loss. */
final class OutcomeJson {
  private OutcomeJson() {}

  /**
   * The line of an outcome.
   *
   * @param run what it depends on, see {@link RunKey}
   */
  static Map<String, Object> line(Outcome outcome, String run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", outcome.item().id());
    if (outcome instanceof Outcome.Skipped skipped) {
      json.put("skipped", skipped.reason());
    } else if (outcome instanceof Outcome.Scored scored) {
      json.put("action", scored.item().action());
      json.put("truth", scored.item().truth());
      put(json, scored.prediction());
      if (!scored.baselines().isEmpty()) {
        json.put("baselines", new TreeMap<>(scored.baselines()));
      }
    }
    json.put("run", run);
    return json;
  }

  private static void put(Map<String, Object> json, Prediction prediction) {
    json.put("answer", prediction.answer());
    json.put("count", prediction.count());
    json.put("count_low", prediction.low());
    json.put("count_high", prediction.high());
    json.put("confident", prediction.confident());
    if (prediction.distribution() != null) {
      json.put("distribution", prediction.distribution());
    }
    ClipCurve curve = prediction.curve();
    if (curve != null) {
      json.put("video_seconds", curve.seconds());
      json.put("repetitions", curve.repetitions());
      json.put("density_start_s", curve.start());
      json.put("density_end_s", curve.end());
      json.put("density", curve.density());
    }
  }

  /**
   * What an earlier run found out about {@code item}; labels are those of the item.
   *
   * @return null where the line holds no answer: its item was skipped, or somebody changed the file
   */
  static Outcome.@Nullable Scored read(JsonNode line, EvalItem item) {
    if (!line.path("answer").isTextual() || !line.path("confident").isBoolean()) {
      return null;
    }
    Map<String, Integer> baselines = new LinkedHashMap<>();
    line.path("baselines")
        .properties()
        .forEach(e -> baselines.put(e.getKey(), e.getValue().asInt()));
    return new Outcome.Scored(
        item,
        new Prediction(
            line.get("answer").asText(),
            integer(line, "count"),
            integer(line, "count_low"),
            integer(line, "count_high"),
            line.get("confident").asBoolean(),
            line.has("distribution") ? numbers(line.get("distribution")) : null,
            curve(line)),
        baselines);
  }

  private static @Nullable ClipCurve curve(JsonNode line) {
    if (!line.path("video_seconds").isNumber()) {
      return null;
    }
    List<double[]> repetitions = new ArrayList<>();
    line.path("repetitions").forEach(span -> repetitions.add(numbers(span)));
    repetitions.removeIf(span -> span.length != 2);
    return new ClipCurve(
        line.get("video_seconds").asDouble(),
        line.path("density_start_s").asDouble(),
        line.path("density_end_s").asDouble(),
        numbers(line.path("density")),
        repetitions);
  }

  private static @Nullable Integer integer(JsonNode line, String key) {
    JsonNode value = line.path(key);
    return value.isInt() ? (Integer) value.asInt() : null;
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }
}
