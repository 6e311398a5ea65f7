package dev.period.data.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A text in which one word or phrase is written several times in a row.
 *
 * @param text the whole text
 * @param unit the word or phrase that is asked for
 * @param count how often {@code text} contains {@code unit}
 * @param runStart index in {@code text} of the first character of the run
 * @param runEnd index after its last character; equal to {@code runStart} where {@code count} is 0
 */
record RepeatedText(String text, String unit, int count, int runStart, int runEnd) {
  private static final int MOST = 20;

  /** Share of the texts in which the word occurs a single time. */
  private static final double ONCE = 0.03;

  /**
   * A text at random.
   *
   * @param absent how many of such texts do not hold the word that is asked for, in [0, 1]
   */
  static RepeatedText sample(RandomGenerator rng, WordList words, double absent) {
    String unit = unit(rng, words);
    double kind = rng.nextDouble();
    int count = kind < absent ? 0 : kind < absent + ONCE ? 1 : rng.nextInt(2, MOST + 1);
    // Asked for a word that is absent: another one is repeated in its place.
    String written = unit;
    while (count == 0 && sharesWord(written, unit)) {
      written = unit(rng, words);
    }
    int times = count == 0 ? rng.nextInt(2, MOST + 1) : count;
    String run = String.join(separator(rng), Collections.nCopies(times, written));
    boolean embedded = count == 1 || rng.nextDouble() < 0.25;
    String before = embedded ? filler(rng, words, unit) : "";
    String after = embedded ? filler(rng, words, unit) : "";
    String text = (before + " " + run + " " + after).strip();
    int start = before.isEmpty() ? 0 : before.length() + 1;
    return new RepeatedText(text, unit, count, start, count == 0 ? start : start + run.length());
  }

  String noun() {
    return unit.indexOf(' ') < 0 ? "word" : "phrase";
  }

  private static String unit(RandomGenerator rng, WordList words) {
    double kind = rng.nextDouble();
    if (kind < 0.76) {
      return words.common(rng);
    }
    if (kind < 0.88) {
      return words.invented(rng);
    }
    List<String> phrase = new ArrayList<>();
    int length = rng.nextInt(2, 4);
    while (phrase.size() < length) {
      String word = words.common(rng);
      if (!phrase.contains(word)) {
        phrase.add(word);
      }
    }
    return String.join(" ", phrase);
  }

  private static String separator(RandomGenerator rng) {
    if (rng.nextDouble() < 0.85) {
      return " ";
    }
    return List.of(", ", ". ", "! ", " - ", "; ").get(rng.nextInt(5));
  }

  /** A few words, none of which is part of {@code unit}. */
  private static String filler(RandomGenerator rng, WordList words, String unit) {
    List<String> filler = new ArrayList<>();
    int length = rng.nextInt(1, 8);
    while (filler.size() < length) {
      String word = words.common(rng);
      if (!sharesWord(word, unit)) {
        filler.add(word);
      }
    }
    return String.join(" ", filler);
  }

  private static boolean sharesWord(String a, String b) {
    return !Collections.disjoint(List.of(a.split(" ")), List.of(b.split(" ")));
  }
}
