package dev.period.infer.metrics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What BLEU needs to know of one item; items are added up, so a corpus is an item too (Papineni et
 * al., ACL 2002, as in pycocoevalcap {@code bleu_scorer.py} with the closest reference length).
 *
 * @param matches clipped n-gram matches for n = 1…4
 * @param total n-grams of the prediction for n = 1…4
 * @param length words of the prediction
 * @param referenceLength words of the reference closest in length, the shorter one of two
 */
@SuppressWarnings("ArrayRecordComponent")
public record Bleu(int[] matches, int[] total, int length, int referenceLength) {
  // the reference implementation's guards against a division by zero; parity depends on them
  private static final double SMALL = 1e-9;
  private static final double TINY = 1e-15;

  /** The counts of one item. */
  public static Bleu of(Caption caption) {
    List<Map<List<String>, Integer>> predicted = NGrams.of(caption.prediction());
    int length = caption.prediction().size();
    int[] matches = new int[NGrams.MAX];
    int[] total = new int[NGrams.MAX];
    for (int n = 0; n < NGrams.MAX; n++) {
      Map<List<String>, Integer> most = new HashMap<>();
      for (List<String> reference : caption.references()) {
        NGrams.of(reference).get(n).forEach((gram, count) -> most.merge(gram, count, Math::max));
      }
      for (Map.Entry<List<String>, Integer> entry : predicted.get(n).entrySet()) {
        matches[n] += Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0));
      }
      total[n] = Math.max(0, length - n);
    }
    int closest = caption.references().get(0).size();
    for (List<String> reference : caption.references()) {
      int gap = Math.abs(reference.size() - length) - Math.abs(closest - length);
      if (gap < 0 || (gap == 0 && reference.size() < closest)) {
        closest = reference.size();
      }
    }
    return new Bleu(matches, total, length, closest);
  }

  /** The counts of both together. */
  public Bleu plus(Bleu other) {
    int[] sumMatches = matches.clone();
    int[] sumTotal = total.clone();
    for (int n = 0; n < NGrams.MAX; n++) {
      sumMatches[n] += other.matches[n];
      sumTotal[n] += other.total[n];
    }
    return new Bleu(
        sumMatches, sumTotal, length + other.length, referenceLength + other.referenceLength);
  }

  /**
   * BLEU-{@code order} = (∏ precision_n)^(1/order) · min(1, exp(1 − referenceLength/length)), in
   * 0…1.
   *
   * @param order 1…4
   */
  public double score(int order) {
    double product = 1;
    for (int n = 0; n < order; n++) {
      product *= (matches[n] + TINY) / (total[n] + SMALL);
    }
    double ratio = (length + TINY) / (referenceLength + SMALL);
    double brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
    return Math.pow(product, 1.0 / order) * brevity;
  }
}
