package dev.period.core.model;

import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.TemporalPositions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Prompts padded to rows of one width, as plain arrays: built on data threads, without the engine.
 *
 * @param prompts what the rows hold: one each, or several when they are packed
 * @param size number of rows
 * @param width tokens per row after padding
 * @param starts flat index of the first token of each prompt
 * @param ids [size, width]; what is no id of the vocabulary is 0
 * @param positions rotary positions [size, width]
 * @param mask additive attention mask [size, width, width]
 * @param visualPlaces flat indices of the visual tokens, in the order of the prompts
 * @param periodPlaces flat indices of the periodicity tokens, likewise
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(
    List<Prompt> prompts,
    int size,
    int width,
    int[] starts,
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

  /** Pads and joins prompts, one to a row. */
  public static Batch of(PeriodConfig config, List<Prompt> prompts, Padding padding) {
    int width = longest(prompts);
    int[] starts = new int[prompts.size()];
    List<List<Prompt>> rows = new ArrayList<>();
    for (int row = 0; row < starts.length; row++) {
      int length = prompts.get(row).tokens().length();
      starts[row] = row * width + (padding == Padding.LEFT ? width - length : 0);
      rows.add(List.of(prompts.get(row)));
    }
    return of(config, prompts, rows, starts, width);
  }

  /**
   * Puts several prompts into one row where they fit, so that little is padding. They do not see
   * each other, and the positions of each begin at zero, so that every loss and gradient is what it
   * would be without packing.
   *
   * <p>The longest go first, each into the first row that has room for it.
   *
   * @param width of the rows; that of the longest prompt if that is more
   */
  public static Batch packed(PeriodConfig config, List<Prompt> prompts, int width) {
    int room = Math.max(width, longest(prompts));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> -prompts.get(i).tokens().length()));
    List<List<Prompt>> rows = new ArrayList<>();
    List<Integer> used = new ArrayList<>();
    int[] rowOf = new int[prompts.size()];
    int[] columnOf = new int[prompts.size()];
    for (int i : order) {
      int length = prompts.get(i).tokens().length();
      int row = 0;
      while (row < rows.size() && used.get(row) + length > room) {
        row++;
      }
      if (row == rows.size()) {
        rows.add(new ArrayList<>());
        used.add(0);
      }
      rowOf[i] = row;
      columnOf[i] = used.get(row);
      rows.get(row).add(prompts.get(i));
      used.set(row, used.get(row) + length);
    }
    int widest = used.stream().mapToInt(Integer::intValue).max().orElseThrow();
    int[] starts = new int[prompts.size()];
    Arrays.setAll(starts, i -> rowOf[i] * widest + columnOf[i]);
    return of(config, prompts, rows, starts, widest);
  }

  private static int longest(List<Prompt> prompts) {
    return prompts.stream().mapToInt(prompt -> prompt.tokens().length()).max().orElseThrow();
  }

  /** Writes prompts to where they begin; those of a row follow each other. */
  private static Batch of(
      PeriodConfig config, List<Prompt> prompts, List<List<Prompt>> rows, int[] starts, int width) {
    int size = rows.size();
    long[] ids = new long[size * width];
    float[] positions = new float[size * width];
    long[] visual = new long[size * width];
    long[] period = new long[size * width];
    int[] first = new int[size];
    Arrays.fill(first, width);
    int visuals = 0;
    int periods = 0;
    int vocabulary = config.textConfig().vocabSize();
    TemporalPositions temporal = config.positions();
    for (int p = 0; p < starts.length; p++) {
      TokenSequence tokens = prompts.get(p).tokens();
      int start = starts[p];
      first[start / width] = Math.min(first[start / width], start % width);
      for (int i = 0; i < tokens.length(); i++) {
        int id = tokens.ids()[i];
        ids[start + i] = id >= 0 && id < vocabulary ? id : 0;
        if (tokens.frames()[i] >= 0) {
          if (id == config.periodTokenIndex()) {
            period[periods++] = (long) start + i;
          } else {
            visual[visuals++] = (long) start + i;
          }
        }
      }
      float[] own = temporal.of(tokens.frames());
      System.arraycopy(own, 0, positions, start, own.length);
    }
    AttentionMask attention = config.mask();
    float[] mask = new float[size * width * width];
    for (int row = 0; row < size; row++) {
      List<int[]> sequences =
          rows.get(row).stream().map(prompt -> prompt.tokens().frames()).toList();
      attention.fill(sequences, first[row], width, mask, row * width * width);
    }
    return new Batch(
        List.copyOf(prompts),
        size,
        width,
        starts,
        ids,
        positions,
        mask,
        Arrays.copyOf(visual, visuals),
        Arrays.copyOf(period, periods));
  }

  /** The media of all prompts, in the order of their places. */
  public List<Medium> media() {
    return prompts.stream().flatMap(prompt -> prompt.media().stream()).toList();
  }

  /** 1 for each token of a prompt, 0 for padding [size * width]. */
  public float[] tokenWeights() {
    float[] weights = new float[size * width];
    for (int p = 0; p < starts.length; p++) {
      Arrays.fill(weights, starts[p], starts[p] + prompts.get(p).tokens().length(), 1);
    }
    return weights;
  }

  /** The prompt to which each of these flat indices of tokens belongs. */
  public long[] promptsAt(long[] places) {
    int[] owner = new int[size * width];
    for (int p = 0; p < starts.length; p++) {
      Arrays.fill(owner, starts[p], starts[p] + prompts.get(p).tokens().length(), p);
    }
    return Arrays.stream(places).map(place -> owner[(int) place]).toArray();
  }

  /**
   * Weights of all positions in the average over each prompt [prompts, size * width].
   *
   * @param padding whether the padding of a row counts to the prompt that it holds; a packed row
   *     has none that is anybody's
   */
  public float[] promptAverages(boolean padding) {
    boolean counted = padding && size == prompts.size();
    float[] weights = new float[prompts.size() * size * width];
    for (int p = 0; p < starts.length; p++) {
      int length = counted ? width : prompts.get(p).tokens().length();
      int start = counted ? starts[p] / width * width : starts[p];
      int from = p * size * width + start;
      Arrays.fill(weights, from, from + length, 1f / length);
    }
    return weights;
  }
}
