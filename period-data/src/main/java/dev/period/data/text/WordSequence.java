package dev.period.data.text;

import dev.period.core.periodicity.Regions;
import dev.period.core.periodicity.SequenceFeatures;
import dev.period.core.periodicity.SimilarityMaps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as a sequence of words, seen the way the periodicity encoder sees frames: equal words look
 * alike, different words do not.
 *
 * @param words the words in order, at most {@value #SLOTS}; the rest of a longer text is left out
 */
public record WordSequence(List<Word> words) {
  /** Positions of the self-similarity; one word each, from the first. */
  public static final int SLOTS = 128;

  private static final int DIMS = 24;

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}\\p{M}\\p{N}]+)*");

  /**
   * A word of a text.
   *
   * @param text in lower case
   * @param start index of its first character in the text
   */
  public record Word(String text, int start) {}

  /** Copies the list. */
  public WordSequence {
    words = List.copyOf(words);
  }

  /** Splits at everything that is not a letter, a digit or an apostrophe within a word. */
  public static WordSequence of(String text) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (words.size() < SLOTS && matcher.find()) {
      words.add(new Word(matcher.group().toLowerCase(Locale.ROOT), matcher.start()));
    }
    return new WordSequence(words);
  }

  /**
   * The self-similarity of the words; slots after the last word hold vectors that are like no
   * other.
   *
   * @return shape [features, {@value #SLOTS}, {@value #SLOTS}] row-major, as from {@link
   *     SimilarityMaps}
   */
  public float[] gram() {
    float[][] vectors = new float[SLOTS][];
    for (int i = 0; i < SLOTS; i++) {
      // A blank cannot be part of a word, so no word has the vector of an empty slot.
      vectors[i] = vector(i < words.size() ? words.get(i).text() : " " + i);
    }
    return SimilarityMaps.of(SequenceFeatures.extract(vectors, 0), Regions.ONE);
  }

  /** A direction at random, yet always the same for the same word; length √{@value #DIMS}. */
  private static float[] vector(String word) {
    SplittableRandom rng = new SplittableRandom(hash(word));
    double[] direction = new double[DIMS];
    double squares = 0;
    for (int i = 0; i < DIMS; i++) {
      direction[i] = rng.nextGaussian();
      squares += direction[i] * direction[i];
    }
    float[] vector = new float[DIMS];
    for (int i = 0; i < DIMS; i++) {
      vector[i] = (float) (direction[i] * Math.sqrt(DIMS / squares));
    }
    return vector;
  }

  /** FNV-1a over UTF-8: the same on every JVM and in every version. */
  static long hash(String word) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return hash;
  }
}
