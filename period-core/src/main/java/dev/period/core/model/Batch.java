package dev.period.core.model;

import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.TemporalPositions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sequences padded on the right to one width, as plain arrays: built on data threads, without the
 * engine.
 *
 * @param size number of sequences
 * @param width tokens per sequence after padding
 * @param ids [size, width]
 * @param positions rotary positions [size, width]
 * @param mask additive attention mask [size, width, width]
 * @param visualPlaces flat indices of the visual tokens, in order
 * @param periodPlaces flat indices of the periodicity tokens, in order
 * @param pixels images of all sequences that have some [n, 3, side, side]; null without any
 * @param gram Gram matrices of all sequences that have one [n, features, frames, frames]; null
 *     without any
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(
    int size,
    int width,
    long[] ids,
    float[] positions,
    float[] mask,
    long[] visualPlaces,
    long[] periodPlaces,
    float @Nullable [] pixels,
    float @Nullable [] gram) {

  /** Pads and joins sequences; {@code pixels} and {@code grams} follow the sequences' order. */
  public static Batch of(
      PeriodConfig config,
      List<TokenSequence> sequences,
      float @Nullable [] pixels,
      float @Nullable [] grams) {
    int size = sequences.size();
    int width = sequences.stream().mapToInt(TokenSequence::length).max().orElseThrow();
    long[] ids = new long[size * width];
    float[] positions = new float[size * width];
    float[] mask = new float[size * width * width];
    AttentionMask attention = config.mask();
    TemporalPositions temporal = config.positions();
    for (int b = 0; b < size; b++) {
      TokenSequence sequence = sequences.get(b);
      for (int i = 0; i < sequence.length(); i++) {
        ids[b * width + i] = sequence.ids()[i];
      }
      float[] p = temporal.of(sequence.frames());
      System.arraycopy(p, 0, positions, b * width, p.length);
      attention.fill(sequence.frames(), width, mask, b * width * width);
    }
    return new Batch(
        size,
        width,
        ids,
        positions,
        mask,
        places(ids, config.imageTokenIndex()),
        places(ids, config.periodTokenIndex()),
        pixels,
        grams);
  }

  private static long[] places(long[] ids, int token) {
    long[] places = new long[ids.length];
    int n = 0;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == token) {
        places[n++] = i;
      }
    }
    return Arrays.copyOf(places, n);
  }
}
