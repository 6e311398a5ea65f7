package dev.period.core.model;

import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.TemporalPositions;
import java.util.Arrays;
import java.util.List;

/**
 * Prompts padded to one width, as plain arrays: built on data threads, without the engine.
 *
 * @param prompts what the rows hold
 * @param width tokens per row after padding
 * @param ids [size, width]; what is no id of the vocabulary is 0
 * @param positions rotary positions [size, width]
 * @param mask additive attention mask [size, width, width]
 * @param visualPlaces flat indices of the visual tokens, in order
 * @param periodPlaces flat indices of the periodicity tokens, in order
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(
    List<Prompt> prompts,
    int width,
    long[] ids,
    float[] positions,
    float[] mask,
    long[] visualPlaces,
    long[] periodPlaces) {

  /** On which side short rows are padded. */
  public enum Padding {
    /** Behind the tokens: for training. */
    RIGHT,
    /** Ahead of them, so that all rows go on at one column: for generation. */
    LEFT
  }

  /** Pads prompts on the right and joins them. */
  public static Batch of(PeriodConfig config, List<Prompt> prompts) {
    return of(config, prompts, Padding.RIGHT);
  }

  /** Pads and joins prompts. */
  public static Batch of(PeriodConfig config, List<Prompt> prompts, Padding padding) {
    int size = prompts.size();
    int width = prompts.stream().mapToInt(prompt -> prompt.tokens().length()).max().orElseThrow();
    long[] ids = new long[size * width];
    float[] positions = new float[size * width];
    float[] mask = new float[size * width * width];
    long[] visual = new long[size * width];
    long[] period = new long[size * width];
    int visuals = 0;
    int periods = 0;
    int vocabulary = config.textConfig().vocabSize();
    AttentionMask attention = config.mask();
    TemporalPositions temporal = config.positions();
    for (int row = 0; row < size; row++) {
      TokenSequence tokens = prompts.get(row).tokens();
      int start = padding == Padding.LEFT ? width - tokens.length() : 0;
      int first = row * width + start;
      for (int i = 0; i < tokens.length(); i++) {
        int id = tokens.ids()[i];
        ids[first + i] = id >= 0 && id < vocabulary ? id : 0;
        if (tokens.frames()[i] >= 0) {
          if (id == config.periodTokenIndex()) {
            period[periods++] = (long) first + i;
          } else {
            visual[visuals++] = (long) first + i;
          }
        }
      }
      float[] p = temporal.of(tokens.frames());
      System.arraycopy(p, 0, positions, first, p.length);
      attention.fill(tokens.frames(), start, width, mask, row * width * width);
    }
    return new Batch(
        List.copyOf(prompts),
        width,
        ids,
        positions,
        mask,
        Arrays.copyOf(visual, visuals),
        Arrays.copyOf(period, periods));
  }

  /** The number of rows. */
  public int size() {
    return prompts.size();
  }

  /** The media of all rows, in the order of their places. */
  public List<Medium> media() {
    return prompts.stream().flatMap(prompt -> prompt.media().stream()).toList();
  }
}
