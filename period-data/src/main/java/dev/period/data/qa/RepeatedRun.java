package dev.period.data.qa;

import dev.period.data.text.WordSequence;
import java.util.List;

/**
 * The words that repeat in a text: occurrences of a word or phrase one right after the other.
 *
 * @param start index of the first word
 * @param words of one occurrence; 0 where nothing stands so often in a row
 * @param count occurrences
 */
record RepeatedRun(int start, int words, int count) {
  private static final int LONGEST_PHRASE = 6;

  /**
   * The word, or else the shortest phrase, that stands {@code count} times in a row; where it
   * stands there more often, the last {@code count} times, since a question names it first.
   */
  static RepeatedRun find(WordSequence text, int count) {
    List<WordSequence.Word> words = text.words();
    RepeatedRun found = new RepeatedRun(0, 0, count);
    for (int phrase = 1; count > 1 && found.words == 0 && phrase <= LONGEST_PHRASE; phrase++) {
      int same = 0;
      for (int i = phrase; i <= words.size(); i++) {
        if (i < words.size() && words.get(i).text().equals(words.get(i - phrase).text())) {
          same++;
        } else {
          if (same + phrase >= count * phrase) {
            found = new RepeatedRun(i - count * phrase, phrase, count);
          }
          same = 0;
        }
      }
    }
    return found;
  }

  /** Marks the occurrences in {@code targets}; leaves them as they are where there are none. */
  void mark(RepetitionTargets targets) {
    for (int word = start; word < start + words * count; word++) {
      targets.density()[word / 2] += 1f / words;
      targets.active()[word / 2] += 0.5f;
    }
  }
}
