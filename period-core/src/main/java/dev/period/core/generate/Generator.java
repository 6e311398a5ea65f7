package dev.period.core.generate;

import dev.period.core.model.Batch;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Prompt;
import dev.period.core.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Continues prompts, several at once: plain text generation, without a thought for numbers (for
 * those see {@link NumberAwareDecoding}). Thread-safe.
 */
public final class Generator {
  private final PeriodModel model;

  /** Generation with {@code model}. */
  public Generator(PeriodModel model) {
    this.model = model;
  }

  /**
   * How long and by what rule prompts are continued.
   *
   * @param maxNewTokens after which a row ends
   * @param sampling how tokens are chosen
   * @param seed of the choice; each row draws from a stream of its own, which depends on the seed
   *     and the row's number alone
   * @param stopTokens ids that end a row and are no part of it
   * @param suppressed ids that never come, such as placeholders of media
   */
  public record Settings(
      int maxNewTokens,
      Sampling sampling,
      long seed,
      Set<Integer> stopTokens,
      Set<Integer> suppressed) {
    /** Copies the sets. */
    public Settings {
      stopTokens = Set.copyOf(stopTokens);
      suppressed = Set.copyOf(suppressed);
    }

    /** Exactly {@code tokens} times the likeliest token, whatever it is. */
    public static Settings greedy(int tokens) {
      return new Settings(tokens, Sampling.GREEDY, 0, Set.of(), Set.of());
    }
  }

  /** Hears tokens as they come. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A token of a row.
     *
     * @return false to end the row with this token
     */
    boolean token(int row, int id);
  }

  /**
   * Continues prompts.
   *
   * @return the new ids of each prompt, without the prompt and without a stop token
   */
  public List<int[]> ids(List<Prompt> prompts, Settings settings) {
    return ids(prompts, settings, (row, id) -> true);
  }

  /**
   * Continues prompts and tells of each token as it comes.
   *
   * @return the new ids of each prompt, without the prompt and without a stop token
   */
  public List<int[]> ids(List<Prompt> prompts, Settings settings, Listener listener) {
    List<Row> rows =
        IntStream.range(0, prompts.size())
            .mapToObj(row -> new Row(prompts.get(row), settings.seed(), row))
            .toList();
    if (settings.maxNewTokens() > 0) {
      Batch batch = Batch.of(model.config(), prompts, Batch.Padding.LEFT);
      try (Continuation continuation = new Continuation(model, batch)) {
        run(continuation, rows, settings, listener);
      }
    }
    return rows.stream().map(Row::generated).toList();
  }

  private static void run(
      Continuation continuation, List<Row> rows, Settings settings, Listener listener) {
    while (true) {
      float[] logits = continuation.logits().toFloatArray();
      int vocabulary = logits.length / rows.size();
      int[] next = new int[rows.size()];
      boolean goesOn = false;
      for (int i = 0; i < next.length; i++) {
        Row row = rows.get(i);
        if (!row.ended) {
          next[i] = row.choose(logits, i * vocabulary, vocabulary, settings);
          row.take(next[i], settings, listener, i);
          goesOn |= !row.ended;
        }
      }
      if (!goesOn) {
        return;
      }
      continuation.advance(next);
    }
  }

  /**
   * Continues prompts as text.
   *
   * @param stopStrings end a row and are no part of it
   * @param listener hears whole characters; the pieces of a row join to its text
   * @return the text of each prompt
   */
  public List<String> texts(
      Tokenizer tokenizer,
      List<Prompt> prompts,
      Settings settings,
      List<String> stopStrings,
      PieceListener listener) {
    List<TextStream> streams =
        IntStream.range(0, prompts.size())
            .mapToObj(
                row -> new TextStream(tokenizer, stopStrings, piece -> listener.piece(row, piece)))
            .toList();
    ids(
        prompts,
        settings,
        (row, id) -> {
          streams.get(row).add(id);
          return !streams.get(row).stopped();
        });
    return streams.stream().map(TextStream::finish).toList();
  }

  /** Hears pieces of text as they come. */
  @FunctionalInterface
  public interface PieceListener {
    /** A piece of the text of a row. */
    void piece(int row, String text);
  }

  /** One prompt and what has come of it. */
  private static final class Row {
    private final SplittableRandom random;
    private final int promptLength;
    private int[] ids;
    private boolean ended;

    Row(Prompt prompt, long seed, int number) {
      this.random = new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L);
      this.ids = prompt.tokens().ids();
      this.promptLength = ids.length;
    }

    int choose(float[] logits, int from, int vocabulary, Settings settings) {
      double[] own = new double[vocabulary];
      for (int i = 0; i < vocabulary; i++) {
        own[i] = logits[from + i];
      }
      for (int id : settings.suppressed()) {
        own[id] = Double.NEGATIVE_INFINITY;
      }
      return settings.sampling().choose(own, ids, random);
    }

    void take(int id, Settings settings, Listener listener, int row) {
      if (settings.stopTokens().contains(id)) {
        ended = true;
        return;
      }
      ids = Arrays.copyOf(ids, ids.length + 1);
      ids[ids.length - 1] = id;
      boolean more = listener.token(row, id);
      ended = !more || ids.length - promptLength >= settings.maxNewTokens();
    }

    int[] generated() {
      return Arrays.copyOfRange(ids, promptLength, ids.length);
    }
  }
}
