package dev.period.infer.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each sequence of n words occurs, n = 1…4. */
final class NGrams {
  /** The longest n-gram of BLEU-4 and CIDEr. */
  static final int MAX = 4;

  private NGrams() {}

  /** Counts by length: element n − 1 holds the n-grams of {@code words}. */
  static List<Map<List<String>, Integer>> of(List<String> words) {
    List<Map<List<String>, Integer>> counts = new ArrayList<>(MAX);
    for (int n = 1; n <= MAX; n++) {
      Map<List<String>, Integer> ofLength = new HashMap<>();
      for (int i = 0; i + n <= words.size(); i++) {
        ofLength.merge(words.subList(i, i + n), 1, Integer::sum);
      }
      counts.add(ofLength);
    }
    return counts;
  }
}
