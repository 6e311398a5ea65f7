package dev.period.infer.metrics;

import java.util.List;

/**
 * ROUGE-L (Lin, 2004) as in pycocoevalcap {@code rouge.py}: with the longest common subsequence L,
 * precision P = L / |prediction| and recall R = L / |reference|, each the best over the references,
 * the score is (1 + β²)PR / (R + β²P) with β = 1.2, in 0…1.
 */
public final class RougeL {
  private static final double BETA2 = 1.2 * 1.2;

  private RougeL() {}

  /** The score of one item. */
  public static double score(Caption caption) {
    double precision = 0;
    double recall = 0;
    for (List<String> reference : caption.references()) {
      double common = longestCommonSubsequence(caption.prediction(), reference);
      if (common > 0) {
        precision = Math.max(precision, common / caption.prediction().size());
        recall = Math.max(recall, common / reference.size());
      }
    }
    return precision == 0 ? 0 : (1 + BETA2) * precision * recall / (recall + BETA2 * precision);
  }

  private static int longestCommonSubsequence(List<String> a, List<String> b) {
    int[] row = new int[b.size() + 1];
    for (String word : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.size(); j++) {
        int above = row[j];
        row[j] = word.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.size()];
  }
}
