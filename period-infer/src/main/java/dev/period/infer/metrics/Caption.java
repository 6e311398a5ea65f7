package dev.period.infer.metrics;

import java.util.List;

/**
 * An answer beside the answers that people gave.
 *
 * @param prediction words of the answer
 * @param references words of each reference, at least one
 */
public record Caption(List<String> prediction, List<List<String>> references) {

  /** Copies the lists. */
  public Caption {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("a caption needs at least one reference");
    }
    prediction = List.copyOf(prediction);
    references = references.stream().map(List::copyOf).toList();
  }

  /** Tokenizes plain text with {@link PtbTokenizer}. */
  public static Caption of(String prediction, List<String> references) {
    return new Caption(
        PtbTokenizer.words(prediction), references.stream().map(PtbTokenizer::words).toList());
  }
}
