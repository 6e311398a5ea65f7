package dev.period.infer.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CIDEr as the COCO caption evaluation computes it (pycocoevalcap, {@code cider_scorer.py}), which
 * is the paper's CIDEr-D without stemming (Vedantam et al., CVPR 2015): 0…10, higher is better.
 *
 * <p>Per n = 1…4 captions are vectors of tf·idf with idf(g) = ln N − ln max(1, df(g)), where df
 * counts the items of this evaluation one of whose references has g. Similarity is Σ min(h_g,
 * r_g)·r_g / (‖h‖‖r‖) · exp(−Δ²/72), Δ the difference of lengths <em>in bigrams</em>; an item
 * scores 10 times the mean over n and references.
 *
 * <p>idf comes from the evaluated set itself: with a single item every score is 0, and words that
 * all references share weigh nothing. Where references are templates, the score is therefore about
 * the action and the number.
 */
public final class Cider {
  private static final double SIGMA = 6;

  private Cider() {}

  /** The score of each item; the corpus score is their mean. */
  public static double[] scores(List<Caption> captions) {
    Map<List<String>, Integer> documentFrequency = new HashMap<>();
    for (Caption caption : captions) {
      Set<List<String>> seen = new HashSet<>();
      for (List<String> reference : caption.references()) {
        NGrams.of(reference).forEach(counts -> seen.addAll(counts.keySet()));
      }
      seen.forEach(gram -> documentFrequency.merge(gram, 1, Integer::sum));
    }
    double logItems = Math.log(captions.size());
    double[] scores = new double[captions.size()];
    for (int i = 0; i < scores.length; i++) {
      Caption caption = captions.get(i);
      Vector hypothesis = Vector.of(caption.prediction(), documentFrequency, logItems);
      double sum = 0;
      for (List<String> reference : caption.references()) {
        sum += similarity(hypothesis, Vector.of(reference, documentFrequency, logItems));
      }
      scores[i] = 10 * sum / NGrams.MAX / caption.references().size();
    }
    return scores;
  }

  private static double similarity(Vector hypothesis, Vector reference) {
    double delta = hypothesis.bigrams - reference.bigrams;
    double penalty = Math.exp(-delta * delta / (2 * SIGMA * SIGMA));
    double sum = 0;
    for (int n = 0; n < NGrams.MAX; n++) {
      double norms = hypothesis.norms[n] * reference.norms[n];
      if (norms == 0) {
        continue;
      }
      double dot = 0;
      for (Map.Entry<List<String>, Double> entry : hypothesis.weights.get(n).entrySet()) {
        double weight = reference.weights.get(n).getOrDefault(entry.getKey(), 0.0);
        dot += Math.min(entry.getValue(), weight) * weight;
      }
      sum += dot / norms * penalty;
    }
    return sum;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Vector(List<Map<List<String>, Double>> weights, double[] norms, int bigrams) {
    static Vector of(
        List<String> words, Map<List<String>, Integer> documentFrequency, double logItems) {
      double[] norms = new double[NGrams.MAX];
      List<Map<List<String>, Double>> weights =
          NGrams.of(words).stream()
              .map(
                  counts -> {
                    Map<List<String>, Double> weighted = new HashMap<>();
                    counts.forEach(
                        (gram, count) -> {
                          int df = documentFrequency.getOrDefault(gram, 0);
                          double weight = count * (logItems - Math.log(Math.max(1, df)));
                          weighted.put(gram, weight);
                          norms[gram.size() - 1] += weight * weight;
                        });
                    return weighted;
                  })
              .toList();
      for (int n = 0; n < norms.length; n++) {
        norms[n] = Math.sqrt(norms[n]);
      }
      return new Vector(weights, norms, Math.max(0, words.size() - 1));
    }
  }
}
