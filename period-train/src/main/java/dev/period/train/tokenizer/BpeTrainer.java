package dev.period.train.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909, algorithm 1): the most frequent pair
 * of neighbouring symbols becomes a symbol, again and again. Ties go to the pair that is first in
 * the order of characters, so that a corpus gives one result, whatever the order of its texts.
 */
public final class BpeTrainer {
  private static final Comparator<Map.Entry<Merge, Long>> BY_COUNT_THEN_FIRST =
      Map.Entry.<Merge, Long>comparingByValue()
          .thenComparing(
              Map.Entry.comparingByKey(
                  Comparator.comparing(Merge::left).thenComparing(Merge::right).reversed()));

  private BpeTrainer() {}

  /** Two symbols that become one. */
  public record Merge(String left, String right) {
    /** The new symbol. */
    public String joined() {
      return left + right;
    }
  }

  private record Word(List<String> symbols, long count) {}

  /**
   * Learns merges.
   *
   * @param corpus texts; digits in them never merge
   * @param tokens how many new symbols to learn; there may be more merges, since two of them can
   *     make the same symbol
   * @return merges in the order in which they are to be applied
   * @throws IllegalArgumentException when the corpus has too few different words for so many
   */
  public static List<Merge> train(Iterable<String> corpus, int tokens) {
    List<Word> words = countWords(corpus);
    List<Merge> learned = new ArrayList<>();
    Set<String> symbols = new HashSet<>();
    while (symbols.size() < tokens) {
      Map<Merge, Long> pairs = countPairs(words);
      if (pairs.isEmpty()) {
        throw new IllegalArgumentException(
            "the corpus is used up after " + symbols.size() + " of " + tokens + " new tokens");
      }
      Merge best = Collections.max(pairs.entrySet(), BY_COUNT_THEN_FIRST).getKey();
      learned.add(best);
      symbols.add(best.joined());
      words = words.stream().map(word -> apply(best, word)).toList();
    }
    return learned;
  }

  private static List<Word> countWords(Iterable<String> corpus) {
    Map<List<String>, Long> counts = new HashMap<>();
    for (String text : corpus) {
      for (List<String> word : ByteLevel.words(text)) {
        counts.merge(word, 1L, Long::sum);
      }
    }
    Map<String, Word> sorted = new TreeMap<>();
    counts.forEach((word, count) -> sorted.put(String.join("", word), new Word(word, count)));
    return List.copyOf(sorted.values());
  }

  private static Map<Merge, Long> countPairs(List<Word> words) {
    Map<Merge, Long> pairs = new HashMap<>();
    for (Word word : words) {
      List<String> symbols = word.symbols();
      for (int i = 0; i + 1 < symbols.size(); i++) {
        pairs.merge(new Merge(symbols.get(i), symbols.get(i + 1)), word.count(), Long::sum);
      }
    }
    return pairs;
  }

  private static Word apply(Merge merge, Word word) {
    List<String> symbols = word.symbols();
    List<String> merged = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      boolean here =
          i + 1 < symbols.size()
              && symbols.get(i).equals(merge.left())
              && symbols.get(i + 1).equals(merge.right());
      merged.add(here ? merge.joined() : symbols.get(i));
      i += here ? 1 : 0;
    }
    return merged.size() == symbols.size() ? word : new Word(merged, word.count());
  }
}
