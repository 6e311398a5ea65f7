package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.llama.KvCache;
import dev.period.core.periodicity.PeriodicityEncoder;
import dev.period.core.text.Tokenizer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Greedy decoding that knows what a number is.
 *
 * <p>Where the model is about to write a number, the probability of every count is worked out from
 * the decoder's own digit probabilities: P(7) = P("7") P(no digit | "7"), P(12) = P("1") P("2" |
 * "1"). The median is written, and decoding goes on behind it.
 *
 * <p>Several views of one video (the same prompt over other samplings of it) are decoded together;
 * their probabilities are averaged.
 */
public final class NumberAwareDecoding {
  private static final int MAX_NEW_TOKENS = 64;

  private final PeriodModel model;
  private final Tokenizer tokenizer;
  private final int[] digits;
  private final int end;
  private final int[] unspeakable;

  /**
   * What came out.
   *
   * @param answer the text
   * @param counts the distribution over counts; null when the answer holds no number
   * @param density repetitions per pair of frames of the first view; null without periodicity
   *     tokens
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Generated(
      String answer, @Nullable CountDistribution counts, float @Nullable [] density) {}

  /** Decoding with {@code model}, whose tokenizer writes digits one by one. */
  public NumberAwareDecoding(PeriodModel model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.digits = new int[10];
    for (int digit = 0; digit < 10; digit++) {
      digits[digit] = tokenizer.id(String.valueOf((char) ('0' + digit)));
    }
    this.end = tokenizer.id("</s>");
    this.unspeakable =
        new int[] {model.config().imageTokenIndex(), model.config().periodTokenIndex()};
  }

  /**
   * Answers one prompt.
   *
   * @param prompt ends where the answer begins
   * @param views one batch row per view; every row holds {@code prompt}
   */
  public Generated generate(TokenSequence prompt, Batch views) {
    return generate(prompt, views, piece -> {});
  }

  /**
   * Answers one prompt, piece by piece.
   *
   * @param stream hears each piece of the answer as soon as it is certain; pieces are whole
   *     characters and join to the answer
   */
  public Generated generate(TokenSequence prompt, Batch views, Consumer<String> stream) {
    try (NDManager scope = Torch.scope(model.parameters().device())) {
      int rows = views.size();
      KvCache cache = new KvCache();
      PeriodModel.Output output = model.forward(scope, views, cache);
      long[] last = new long[rows];
      for (int row = 0; row < rows; row++) {
        last[row] = (long) row * views.width() + prompt.length() - 1;
      }
      double[][] next = probabilities(model.logits(scope, output.hidden(), last));
      double position = model.config().positions().of(prompt.frames())[prompt.length() - 1];
      double step = model.config().positions().textStep();
      TextStream text = new TextStream(tokenizer, stream);
      CountDistribution counts = null;
      while (text.size() < MAX_NEW_TOKENS) {
        int token = argMax(spoken(next));
        if (token == end) {
          break;
        }
        boolean number = counts == null && isDigit(token);
        int[] written = {token};
        if (number) {
          counts = counts(scope, cache, next, position + step);
          written = digitsOf(counts.median());
        }
        for (int id : written) {
          text.add(id);
          position += step;
          next = advance(scope, cache, repeat(id, rows), position);
        }
        if (number) {
          forbidDigits(next);
        }
      }
      return new Generated(text.finish(), counts, density(output.periodicity()));
    }
  }

  /** Combines the digits that may come first with the digits that may follow each of them. */
  private CountDistribution counts(
      NDManager scope, KvCache cache, double[][] first, double position) {
    int rows = first.length;
    int max = model.config().maxCount();
    int[] tokens = new int[rows * 9];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = digits[1 + i % 9];
    }
    double[][] second = advance(scope, cache.repeat(9), tokens, position);
    double[] p = new double[max + 1];
    for (int row = 0; row < rows; row++) {
      p[0] += first[row][digits[0]];
      for (int tens = 1; tens <= 9; tens++) {
        double[] after = second[row * 9 + tens - 1];
        double start = first[row][digits[tens]];
        double another = 0;
        for (int ones = 0; ones < 10; ones++) {
          another += after[digits[ones]];
          if (tens * 10 + ones <= max) {
            p[tens * 10 + ones] += start * after[digits[ones]];
          }
        }
        p[tens] += start * Math.max(0, 1 - another);
      }
    }
    return CountDistribution.of(p);
  }

  private double[][] advance(NDManager scope, KvCache cache, int[] tokens, double position) {
    int rows = tokens.length;
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    float[] positions = new float[rows];
    Arrays.fill(positions, (float) position);
    int seen = cache.length();
    NDArray hidden =
        model
            .decoder()
            .forward(
                scope,
                model.decoder().embed(scope, Torch.longs(scope, ids, rows, 1)),
                Torch.floats(scope, positions, rows, 1),
                Torch.floats(scope, new float[seen + 1], 1, 1, 1, seen + 1L),
                cache);
    long[] all = new long[rows];
    Arrays.setAll(all, i -> i);
    return probabilities(model.logits(scope, hidden, all));
  }

  private static double[][] probabilities(NDArray logits) {
    int rows = (int) logits.getShape().get(0);
    int vocabulary = (int) logits.getShape().get(1);
    float[] flat = logits.softmax(-1).toFloatArray();
    double[][] p = new double[rows][vocabulary];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < vocabulary; i++) {
        p[row][i] = flat[row * vocabulary + i];
      }
    }
    return p;
  }

  /** The mean over views, without the tokens that stand for media and are no text. */
  private double[] spoken(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    for (int id : unspeakable) {
      mean[id] = 0;
    }
    return mean;
  }

  private static int argMax(double[] p) {
    int best = 0;
    for (int i = 1; i < p.length; i++) {
      best = p[i] > p[best] ? i : best;
    }
    return best;
  }

  private static int[] repeat(int token, int rows) {
    int[] tokens = new int[rows];
    Arrays.fill(tokens, token);
    return tokens;
  }

  private int[] digitsOf(int count) {
    return String.valueOf(count).chars().map(c -> digits[c - '0']).toArray();
  }

  /** The number is written: what follows must not be read as more of its digits. */
  private void forbidDigits(double[][] next) {
    for (double[] row : next) {
      for (int digit : digits) {
        row[digit] = 0;
      }
    }
  }

  private boolean isDigit(int token) {
    return Arrays.stream(digits).anyMatch(digit -> digit == token);
  }

  private static float @Nullable [] density(PeriodicityEncoder.@Nullable Output found) {
    return found == null ? null : found.density().get(0).toFloatArray();
  }
}
