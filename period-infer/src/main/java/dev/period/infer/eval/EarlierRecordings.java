package dev.period.infer.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.period.data.rppg.PulseRecording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of an earlier heart-rate evaluation in the same folder need not be done again.
 *
 * @param outcomes by index of the recording; skipped ones are not among them, they are tried again
 * @param leftOver whether there were answers that cannot be used
 */
record EarlierRecordings(TreeMap<Integer, RecordingOutcome> outcomes, boolean leftOver) {

  /** Nothing. */
  static EarlierRecordings none() {
    return new EarlierRecordings(new TreeMap<>(), false);
  }

  /**
   * Finds what is known about {@code recordings}.
   *
   * @param lines of predictions.jsonl
   */
  static EarlierRecordings of(List<JsonNode> lines, List<PulseRecording> recordings, RunKey run) {
    Map<String, List<JsonNode>> found = new LinkedHashMap<>();
    for (JsonNode line : lines) {
      if (!line.has("skipped")) {
        found
            .computeIfAbsent(
                line.path("run").asText() + " " + line.path("id").asText(), k -> new ArrayList<>())
            .add(line);
      }
    }
    TreeMap<Integer, RecordingOutcome> outcomes = new TreeMap<>();
    for (int i = 0; i < recordings.size() && !found.isEmpty(); i++) {
      PulseRecording recording = recordings.get(i);
      List<JsonNode> about = found.remove(run.of(recording) + " " + recording.id());
      RecordingOutcome outcome = about == null ? null : RecordingJson.read(about, recording);
      if (outcome != null) {
        outcomes.put(i, outcome);
      }
    }
    return new EarlierRecordings(outcomes, !found.isEmpty());
  }
}
