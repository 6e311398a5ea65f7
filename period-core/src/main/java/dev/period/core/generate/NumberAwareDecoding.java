package dev.period.core.generate;

import ai.djl.ndarray.NDArray;
import dev.period.core.model.Batch;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Prompt;
import dev.period.core.periodicity.PeriodicityEncoder;
import dev.period.core.text.PromptTemplate;
import dev.period.core.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decoding that knows what a number is.
 *
 * <p>Where the model is about to write a number, the probability of every count is worked out from
 * the decoder's own digit probabilities: P(7) = P("7") P(no digit | "7"), P(12) = P("1") P("2" |
 * "1"). The median is written, however the words around it are chosen, and decoding goes on behind
 * it.
 *
 * <p>The periodicity encoder has counted as well: its density sums to a number of its own, which
 * weighs that belief ({@link CountDistribution#weighed}).
 *
 * <p>Several views of one video (the same prompt over other samplings of it) are decoded together;
 * their probabilities are averaged.
 *
 * <p>Thread-safe.
 */
public final class NumberAwareDecoding {
  private final PeriodModel model;
  private final Tokenizer tokenizer;
  private final GenerationConfig generation;
  private final int[] digits;
  private final Set<Integer> ends;
  private final int[] unspeakable;

  /**
   * What came out.
   *
   * @param answer the text
   * @param counts the distribution over counts; null when the answer holds no number
   * @param densities repetitions per pair of frames, of each view; empty without periodicity tokens
   */
  public record Generated(
      String answer, @Nullable CountDistribution counts, List<float[]> densities) {

    /** That of the first view; null without periodicity tokens. */
    public float @Nullable [] density() {
      return densities.isEmpty() ? null : densities.get(0);
    }

    /** The same in double precision. */
    public double @Nullable [] wideDensity() {
      float[] density = density();
      return density == null
          ? null
          : IntStream.range(0, density.length).mapToDouble(i -> density[i]).toArray();
    }

    /** The same with one density, made of those of the views where there are any. */
    public Generated merged(Function<List<float[]>, float[]> merge) {
      return densities.isEmpty()
          ? this
          : new Generated(answer, counts, List.of(merge.apply(densities)));
    }
  }

  /**
   * Decoding with {@code model}, whose tokenizer writes digits one by one.
   *
   * @param generation when answers end
   */
  public NumberAwareDecoding(PeriodModel model, Tokenizer tokenizer, GenerationConfig generation) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.generation = generation;
    this.digits = new int[10];
    for (int digit = 0; digit < 10; digit++) {
      digits[digit] = tokenizer.id(String.valueOf((char) ('0' + digit)));
    }
    List<Integer> stops = generation.stopTokens();
    String end = PromptTemplate.byName(model.config().promptTemplate()).endToken();
    this.ends = stops == null ? Set.of(tokenizer.id(end)) : Set.copyOf(stops);
    this.unspeakable =
        IntStream.of(model.config().imageTokenIndex(), model.config().periodTokenIndex())
            .filter(id -> id >= 0 && id < model.config().textConfig().vocabSize())
            .toArray();
  }

  /**
   * Answers a counting question with the likeliest words.
   *
   * @param views the same question about one or more samplings of the same video
   */
  public Generated generate(List<Prompt> views) {
    return generate(views, true, Sampling.GREEDY, 0, piece -> {});
  }

  /**
   * Answers a question, piece by piece.
   *
   * @param views the same question about one or more samplings of the same video
   * @param counting whether the first number of the answer is a count; any other number is text
   *     like the words around it
   * @param sampling how words are chosen
   * @param seed of that choice
   * @param stream hears each piece of the answer as soon as it is certain; pieces are whole
   *     characters and join to the answer
   */
  public Generated generate(
      List<Prompt> views, boolean counting, Sampling sampling, long seed, Consumer<String> stream) {
    int[] prompt = views.get(0).tokens().ids();
    int most = generation.newTokens(prompt.length);
    SplittableRandom random = new SplittableRandom(seed);
    Batch batch = Batch.of(model.config(), views, Batch.Padding.LEFT);
    try (Continuation continuation = new Continuation(model, batch)) {
      List<float[]> densities = densities(continuation.periodicity());
      Next next = next(continuation.logits());
      TextStream text = new TextStream(tokenizer, List.of(), stream);
      CountDistribution counts = null;
      while (text.size() < most) {
        int token = sampling.choose(spoken(next), concat(prompt, text.ids()), random);
        if (ends.contains(token)) {
          break;
        }
        boolean number = counting && counts == null && isDigit(token);
        int[] written = {token};
        if (number) {
          counts = weighed(counts(continuation, next.probabilities()), densities);
          written = digitsOf(counts.median());
        }
        for (int id : written) {
          text.add(id);
          continuation.advance(repeat(id, views.size()));
          next = next(continuation.logits());
        }
        if (number) {
          forbidDigits(next.probabilities());
        }
      }
      return new Generated(text.finish(), counts, densities);
    }
  }

  /**
   * Draws answers without a thought for numbers: a count is what its digits happen to be, not the
   * median, so that several answers tell how the model might have answered.
   *
   * @param prompt one view of a question
   * @param answers how many
   * @param sampling how all tokens are chosen
   * @param seed of that choice
   */
  public List<String> draw(Prompt prompt, int answers, Sampling sampling, long seed) {
    Generator.Settings settings =
        new Generator.Settings(
            generation.newTokens(prompt.tokens().length()),
            sampling,
            seed,
            ends,
            Arrays.stream(unspeakable).boxed().collect(Collectors.toSet()));
    return new Generator(model)
        .texts(
            tokenizer,
            Collections.nCopies(answers, prompt),
            settings,
            List.of(),
            (row, piece) -> {});
  }

  /** Combines the digits that may come first with the digits that may follow each of them. */
  private CountDistribution counts(Continuation continuation, double[][] first) {
    int rows = first.length;
    int max = model.config().maxCount();
    double[][] second;
    try (NDArray following = continuation.peek(Arrays.copyOfRange(digits, 1, 10))) {
      second = next(following).probabilities();
    }
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

  private static CountDistribution weighed(CountDistribution counts, List<float[]> densities) {
    if (densities.isEmpty()) {
      return counts;
    }
    double sum = 0;
    for (float[] density : densities) {
      for (float passed : density) {
        sum += Math.max(0, passed);
      }
    }
    return counts.weighed(sum / densities.size());
  }

  /**
   * What the model believes about the next token.
   *
   * @param probabilities [views, vocabulary]
   * @param offset what has to be added to a logarithm of them to get the model's logit; the mean
   *     over views
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Next(double[][] probabilities, double offset) {}

  private static Next next(NDArray logits) {
    int rows = (int) logits.getShape().get(0);
    int vocabulary = (int) logits.getShape().get(1);
    float[] flatLogits = logits.toFloatArray();
    float[] flat;
    try (NDArray softmax = logits.softmax(-1)) {
      flat = softmax.toFloatArray();
    }
    double[][] p = new double[rows][vocabulary];
    double offset = 0;
    for (int row = 0; row < rows; row++) {
      int best = row * vocabulary;
      for (int i = 0; i < vocabulary; i++) {
        int at = row * vocabulary + i;
        p[row][i] = flat[at];
        best = flat[at] > flat[best] ? at : best;
      }
      offset += (flatLogits[best] - Math.log(flat[best])) / rows;
    }
    return new Next(p, offset);
  }

  /** Logits of the mean over views, without the tokens that stand for media. */
  private double[] spoken(Next next) {
    double[][] rows = next.probabilities();
    double[] logits = new double[rows[0].length];
    for (double[] row : rows) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] += row[i] / rows.length;
      }
    }
    for (int id : unspeakable) {
      logits[id] = 0;
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.log(logits[i]) + next.offset();
    }
    return logits;
  }

  private static int[] repeat(int token, int rows) {
    int[] tokens = new int[rows];
    Arrays.fill(tokens, token);
    return tokens;
  }

  private static int[] concat(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
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

  private static List<float[]> densities(PeriodicityEncoder.@Nullable Output found) {
    if (found == null) {
      return List.of();
    }
    NDArray density = found.density();
    int views = (int) density.getShape().get(0);
    float[] flat = density.toFloatArray();
    int pairs = flat.length / views;
    List<float[]> densities = new ArrayList<>();
    for (int view = 0; view < views; view++) {
      densities.add(Arrays.copyOfRange(flat, view * pairs, (view + 1) * pairs));
    }
    return densities;
  }
}
