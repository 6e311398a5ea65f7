package dev.period.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Words to train with, and words that are kept for evaluation; no word is both. */
final class WordList {
  static final WordList TRAIN = new WordList("train", false);
  static final WordList HELD_OUT = new WordList("heldout", true);

  private static final String[] ONSETS = {
    "b", "bl", "br", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl",
    "qu", "r", "s", "sh", "sk", "st", "t", "tr", "v", "w", "z"
  };
  private static final String[] VOWELS = {"a", "e", "i", "o", "u", "ai", "ee", "oa", "oo"};
  private static final String[] CODAS = {
    "", "", "b", "ck", "d", "l", "m", "n", "nt", "p", "r", "sk"
  };

  private final String name;
  private final boolean heldOut;
  private final List<String> words;

  private WordList(String name, boolean heldOut) {
    this.name = name;
    this.heldOut = heldOut;
    words = read().stream().filter(this::holds).toList();
  }

  /** "train" or "heldout". */
  String name() {
    return name;
  }

  /** The words of this part, in alphabetical order. */
  List<String> words() {
    return words;
  }

  /** Whether {@code word}, known or made up, belongs to this part: one word in five is held out. */
  boolean holds(String word) {
    return (Math.floorMod(WordSequence.hash(word), 5) == 0) == heldOut;
  }

  /** A common English word. */
  String common(RandomGenerator rng) {
    return words.get(rng.nextInt(words.size()));
  }

  /** A word that does not exist but can be pronounced, such as "drooskib". */
  String invented(RandomGenerator rng) {
    while (true) {
      StringBuilder word = new StringBuilder();
      int syllables = rng.nextInt(2, 4);
      for (int i = 0; i < syllables; i++) {
        word.append(one(rng, ONSETS)).append(one(rng, VOWELS)).append(one(rng, CODAS));
      }
      if (holds(word.toString())) {
        return word.toString();
      }
    }
  }

  private static String one(RandomGenerator rng, String[] parts) {
    return parts[rng.nextInt(parts.length)];
  }

  private static List<String> read() {
    try (InputStream file = WordList.class.getResourceAsStream("words.txt")) {
      if (file == null) {
        throw new IllegalStateException("words.txt is missing from the class path");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
