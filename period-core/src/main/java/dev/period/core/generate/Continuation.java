package dev.period.core.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.llama.KvCache;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.model.Batch;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.TokenSequence;
import dev.period.core.periodicity.PeriodicityEncoder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prompts that a model has read, going on token by token, all rows at once. */
final class Continuation implements AutoCloseable {
  private final PeriodModel model;
  private final List<TokenSequence> prompts;
  private final int width;
  private final KvCache cache = new KvCache();
  private final NDManager scope;
  private final PeriodicityEncoder.@Nullable Output periodicity;
  private NDArray logits;
  private int generated;

  /**
   * Reads prompts.
   *
   * @param batch padded on the left
   */
  Continuation(PeriodModel model, Batch batch) {
    this.model = model;
    this.prompts = batch.prompts().stream().map(prompt -> prompt.tokens()).toList();
    this.width = batch.width();
    this.scope = Torch.scope(model.parameters().device());
    try {
      PeriodModel.Output output = model.forward(scope, batch, cache);
      this.periodicity = output.periodicity();
      long[] last = new long[batch.size()];
      Arrays.setAll(last, row -> (row + 1L) * width - 1);
      this.logits = model.logits(scope, output.hidden(), last);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /** Logits of the next token [rows, vocabulary]; valid until the next step. */
  NDArray logits() {
    return logits;
  }

  /** What the periodicity encoder found; null without Gram matrices. */
  PeriodicityEncoder.@Nullable Output periodicity() {
    return periodicity;
  }

  /** Writes one token per row. */
  void advance(int[] tokens) {
    NDArray next = run(tokens, 1);
    logits.close();
    logits = next;
    generated++;
  }

  /**
   * What would follow each of several next tokens; nothing is written.
   *
   * @param alternatives the same for each row
   * @return logits [rows * alternatives, vocabulary], those of the first row first; the caller
   *     closes them
   */
  NDArray peek(int[] alternatives) {
    int n = alternatives.length;
    int[] tokens = new int[prompts.size() * n];
    Arrays.setAll(tokens, i -> alternatives[i % n]);
    int seen = cache.length();
    NDArray following = run(tokens, n);
    cache.truncate(seen);
    return following;
  }

  /** Runs {@code n} tokens per row that stand at one position and do not see each other. */
  private NDArray run(int[] tokens, int n) {
    int rows = prompts.size();
    int seen = cache.length();
    int columns = seen + n;
    float[] positions = new float[rows * n];
    float[] mask = new float[rows * n * columns];
    for (int i = 0; i < tokens.length; i++) {
      TokenSequence prompt = prompts.get(i / n);
      positions[i] = model.config().positions().behind(prompt.frames(), generated);
      int from = i * columns;
      Arrays.fill(mask, from, from + width - prompt.length(), Float.NEGATIVE_INFINITY);
      Arrays.fill(mask, from + seen, from + columns, Float.NEGATIVE_INFINITY);
      mask[from + seen + i % n] = 0;
    }
    long[] all = new long[rows * n];
    Arrays.setAll(all, i -> i);
    LlamaDecoder decoder = model.decoder();
    // the cache's buffers belong to the scope: what else a step leaves there is closed by hand
    try (NDArray ids = Torch.longs(scope, Arrays.stream(tokens).asLongStream().toArray(), rows, n);
        NDArray x = decoder.embed(scope, ids);
        NDArray at = Torch.floats(scope, positions, rows, n);
        NDArray open = Torch.floats(scope, mask, rows, 1, n, columns);
        NDArray hidden = decoder.forward(scope, x, at, open, cache)) {
      return model.logits(scope, hidden, all);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
