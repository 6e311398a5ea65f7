package dev.period.infer.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseWave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines of predictions.jsonl about a recording, one per window, written and read again without
 * loss. Each tells how many there are, so that a recording of which only a part was written can be
 * told from a whole one.
 */
final class RecordingJson {
  private RecordingJson() {}

  /**
   * The lines of a recording.
   *
   * @param run what they depend on, see {@link RunKey}
   */
  static List<Map<String, Object>> lines(RecordingOutcome outcome, String run) {
    if (outcome.problem() != null) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("id", outcome.recording().id());
      json.put("skipped", outcome.problem());
      json.put("run", run);
      return List.of(json);
    }
    List<Map<String, Object>> lines = new ArrayList<>();
    for (HeartRateWindow window : outcome.windows()) {
      Map<String, Object> json = line(window);
      if (!outcome.warnings().isEmpty()) {
        json.put("warnings", outcome.warnings());
      }
      json.put("windows", outcome.windows().size());
      json.put("run", run);
      lines.add(json);
    }
    return lines;
  }

  private static Map<String, Object> line(HeartRateWindow window) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", window.recording());
    json.put("subject", window.subject());
    json.put("start_s", window.startSeconds());
    json.put("end_s", window.endSeconds());
    json.put("truth_bpm", window.truth());
    json.put("labelled_bpm", known(window.labelled()));
    json.put("region", window.region());
    json.put("heart_rate_bpm", known(window.model().bpm()));
    if (!window.methods().isEmpty()) {
      Map<String, Object> methods = new LinkedHashMap<>();
      window
          .methods()
          .forEach(
              (name, answer) -> {
                Map<String, Object> found = new LinkedHashMap<>();
                found.put("heart_rate_bpm", known(answer.bpm()));
                found.put("snr_db", known(answer.snrDecibels()));
                found.put("macc", known(answer.macc()));
                methods.put(name, found);
              });
      json.put("baselines", methods);
    }
    PulseWave.Spectrum spectrum = window.spectrum();
    if (spectrum != null) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("low_bpm", spectrum.lowBpm());
      found.put("step_bpm", spectrum.stepBpm());
      found.put("power", spectrum.power());
      json.put("spectrum", found);
    }
    return json;
  }

  /**
   * What an earlier run found out about a recording.
   *
   * @param lines about it
   * @return null where they are not all there, or somebody changed them
   */
  static @Nullable RecordingOutcome read(List<JsonNode> lines, PulseRecording recording) {
    List<HeartRateWindow> windows = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (JsonNode line : lines) {
      if (line.path("windows").asInt() != lines.size() || !line.path("truth_bpm").isNumber()) {
        return null;
      }
      windows.add(window(line));
      warnings.clear();
      line.path("warnings").forEach(warning -> warnings.add(warning.asText()));
    }
    return windows.isEmpty() ? null : new RecordingOutcome(recording, windows, warnings, null);
  }

  private static HeartRateWindow window(JsonNode line) {
    Map<String, HeartRateAnswer> methods = new LinkedHashMap<>();
    line.path("baselines")
        .properties()
        .forEach(
            method ->
                methods.put(
                    method.getKey(),
                    new HeartRateAnswer(
                        number(method.getValue(), "heart_rate_bpm"),
                        number(method.getValue(), "snr_db"),
                        number(method.getValue(), "macc"))));
    return new HeartRateWindow(
        line.path("id").asText(),
        line.path("subject").asText(),
        number(line, "start_s"),
        number(line, "end_s"),
        number(line, "truth_bpm"),
        number(line, "labelled_bpm"),
        line.path("region").asText(),
        new HeartRateAnswer(number(line, "heart_rate_bpm"), Double.NaN, Double.NaN),
        methods,
        spectrum(line.path("spectrum")));
  }

  private static PulseWave.@Nullable Spectrum spectrum(JsonNode json) {
    if (!json.isObject()) {
      return null;
    }
    JsonNode power = json.path("power");
    double[] values = new double[power.size()];
    Arrays.setAll(values, i -> power.get(i).asDouble());
    return new PulseWave.Spectrum(number(json, "low_bpm"), number(json, "step_bpm"), values);
  }

  private static double number(JsonNode line, String key) {
    JsonNode value = line.path(key);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? (Double) value : null;
  }
}
