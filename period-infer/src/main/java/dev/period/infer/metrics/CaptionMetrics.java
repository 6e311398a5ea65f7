package dev.period.infer.metrics;

import java.util.Arrays;
import java.util.List;

/**
 * Caption scores of a corpus, with 95 % intervals over items (for CIDEr with the corpus' idf held
 * fixed).
 *
 * @param n number of items
 * @param cider 0…10, see {@link Cider}
 * @param bleu4 0…1, corpus level, see {@link Bleu}
 * @param rougeL 0…1, see {@link RougeL}
 */
public record CaptionMetrics(int n, Estimate cider, Estimate bleu4, Estimate rougeL) {

  /**
   * Scores {@code captions}.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static CaptionMetrics of(List<Caption> captions) {
    if (captions.isEmpty()) {
      throw new IllegalArgumentException("caption metrics need at least one caption");
    }
    double[] cider = Cider.scores(captions);
    double[] rougeL = captions.stream().mapToDouble(RougeL::score).toArray();
    Bleu[] bleu = captions.stream().map(Bleu::of).toArray(Bleu[]::new);
    Estimate[] estimates =
        Bootstrap.estimate(
            captions.size(),
            indices ->
                new double[] {
                  Arrays.stream(indices).mapToDouble(i -> cider[i]).average().orElseThrow(),
                  Arrays.stream(indices)
                      .mapToObj(i -> bleu[i])
                      .reduce(Bleu::plus)
                      .orElseThrow()
                      .score(NGrams.MAX),
                  Arrays.stream(indices).mapToDouble(i -> rougeL[i]).average().orElseThrow()
                });
    return new CaptionMetrics(captions.size(), estimates[0], estimates[1], estimates[2]);
  }
}
