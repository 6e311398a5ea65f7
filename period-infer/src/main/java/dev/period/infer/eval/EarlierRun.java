package dev.period.infer.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of an earlier run in the same folder need not be done again.
 *
 * @param answers by index of the item; skipped items are not among them, they are tried again
 * @param leftOver whether there were answers that cannot be used
 */
record EarlierRun(TreeMap<Integer, Outcome.Scored> answers, boolean leftOver) {

  /** Nothing. */
  static EarlierRun none() {
    return new EarlierRun(new TreeMap<>(), false);
  }

  /**
   * Finds the answers to {@code items}.
   *
   * @param lines of predictions.jsonl
   */
  static EarlierRun of(List<JsonNode> lines, List<EvalItem> items, RunKey run) {
    Map<String, List<Integer>> wanted = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      wanted
          .computeIfAbsent(name(items.get(i).id(), run.of(items.get(i))), key -> new ArrayList<>())
          .add(i);
    }
    TreeMap<Integer, Outcome.Scored> answers = new TreeMap<>();
    boolean leftOver = false;
    for (JsonNode line : lines) {
      if (line.has("skipped")) {
        continue;
      }
      List<Integer> about =
          wanted.getOrDefault(name(line.path("id").asText(), line.path("run").asText()), List.of());
      for (int index : about) {
        Outcome.Scored outcome = OutcomeJson.read(line, items.get(index));
        if (outcome != null) {
          answers.put(index, outcome);
        }
      }
      leftOver |= about.isEmpty();
    }
    return new EarlierRun(answers, leftOver);
  }

  private static String name(String id, String key) {
    return key + " " + id;
  }
}
