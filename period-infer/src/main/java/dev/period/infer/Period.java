package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.GenerationConfig;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.data.Sample;
import dev.period.data.signal.Signal;
import dev.period.data.text.CountingQuestions;
import dev.period.data.text.Route;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import dev.period.infer.plot.AnswerPlot;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers questions about videos.
 *
 * <pre>{@code
 * try (Period period = Period.load(Path.of("models/nano"), PeriodOptions.defaults())) {
 *   Answer answer = period.ask(Path.of("workout.mp4"), "how many reps?", AskOptions.defaults());
 *   System.out.println(answer.count());
 * }
 * }</pre>
 *
 * <p>Thread-safe: any number of threads may ask at once, and any may close it. Weights load in the
 * background while the first video is decoded.
 */
public final class Period implements AutoCloseable {
  /** The longest question taken, in characters. */
  public static final int MAX_QUESTION = 2000;

  private static final double CONFIDENT = 0.5;
  static final String NOT_SURE = " I am not sure.";

  private final Path folder;
  private final PeriodConfig config;
  private final Sight sight;
  private final VideoLimits limits;
  private final VideoViewer viewer;
  private final LoadedModel model;

  private Period(
      Path folder,
      PeriodConfig config,
      Sight sight,
      VideoLimits limits,
      VideoViewer viewer,
      LoadedModel model) {
    this.folder = folder;
    this.config = config;
    this.sight = sight;
    this.limits = limits;
    this.viewer = viewer;
    this.model = model;
  }

  /**
   * Opens a model folder.
   *
   * @throws PeriodException of kind MODEL when its configuration is missing or broken, or one of a
   *     model without eyes; broken weights are reported by the first question or by {@link #await}
   */
  public static Period load(Path folder, PeriodOptions options) {
    PeriodConfig config = ModelFolder.config(folder);
    Sight sight = new Sight(config, folder);
    LoadedModel model = LoadedModel.load(folder, config, options);
    VideoViewer viewer = new VideoViewer(options.limits(), options.cache());
    return new Period(folder, config, sight, options.limits(), viewer, model);
  }

  /** Waits until the weights are loaded; their problems, if any, are thrown here. */
  public void await() {
    model.use(ready -> ready);
  }

  /**
   * Answers a question about a video file or an image file, which is a video of one frame in which
   * no time passes. What was asked is read from the model's own sentence ({@link Route}): where it
   * says that the heart rate is meant, the video is looked at again, as waves of skin colour. A
   * video of one shot of up to 15 s, or of up to 30 s where nothing in it is fast, is looked at
   * once; in a longer one, or in several shots, repetitions are counted set by set.
   *
   * @throws PeriodException of kind INPUT when the video cannot be used, USAGE for a question that
   *     is empty or too long, MODEL or ENGINE when the model did not load
   */
  public Answer ask(Path video, String question, AskOptions options) {
    return explain(video, question, options).answer();
  }

  /**
   * The same with what is behind the answer, for who judges it.
   *
   * @throws PeriodException as {@link #ask(Path, String, AskOptions)}
   */
  public Insight explain(Path video, String question, AskOptions options) {
    check(question, options);
    return videos().explain(video, question, options);
  }

  /**
   * Answers a question about frames that are already in memory, of the model's image size; they are
   * all looked at, whatever start and end say.
   */
  public Answer ask(FrameSequence video, String question, AskOptions options) {
    return explain(video, question, options).answer();
  }

  /** The same with what is behind the answer, for who judges it. */
  public Insight explain(FrameSequence video, String question, AskOptions options) {
    check(question, options);
    return videos().explain(video, question, options);
  }

  /**
   * Answers a question about a time series: how many beats, breaths or repetitions it holds. A long
   * one is counted in windows (see {@link SignalQuantity}) whose counts are added up. {@code
   * videoSeconds} of the answer is its length, {@code heartRateBpm} is there where the question is
   * about beats, and {@code frames} are the moments that were looked at.
   *
   * @throws PeriodException of kind USAGE for a question that is empty or too long, for sampling
   *     that cannot be, for frames or a picture, which a signal does not have, or where nothing
   *     lies between start and end; of kind MODEL for a model without periodicity tokens, or one
   *     that did not load
   */
  public Answer ask(Signal signal, String question, AskOptions options) {
    long begun = System.nanoTime();
    checkWords(question, options);
    if (options.frames() != 0 || options.plot() != null) {
      throw new PeriodException(
          Kind.USAGE, "a signal has no frames to choose or to draw; leave out --frames and --plot");
    }
    if (!config.periodicityConfig().enabled()) {
      throw new PeriodException(
          Kind.MODEL, "the model in " + folder + " has no periodicity tokens to read signals with");
    }
    double start = options.start() == null ? 0 : options.start();
    Signal part = part(signal, start, options.end() == null ? signal.seconds() : options.end());
    SignalQuantity quantity = SignalQuantity.of(question);
    List<Signal> windows = quantity.windows(part);
    WindowedCount found = WindowedCount.of(this, "signal", question, windows, options);
    Answer answer = SignalAnswer.of(found, quantity, part.seconds(), start);
    int slots = config.periodicityConfig().frames();
    int moments = windows.stream().mapToInt(window -> Math.min(slots, window.steps())).sum();
    if (options.stream() != null) {
      options.stream().accept(answer.answer());
    }
    return answer.by(moments, name(), (System.nanoTime() - begun) / 1e9);
  }

  private static Signal part(Signal signal, double start, double end) {
    try {
      return signal.part(start, end, "the signal");
    } catch (PeriodException e) {
      // nothing is wrong with the signal, but with what is asked for
      throw new PeriodException(Kind.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Answers a sample of a data set.
   *
   * @return the answer and, for a counting question, the distribution over counts
   */
  public NumberAwareDecoding.Generated answer(Sample sample) {
    return answer(sample, AskOptions.defaults());
  }

  /** The same in words that are chosen as {@code options} say. */
  NumberAwareDecoding.Generated answer(Sample sample, AskOptions options) {
    return generate(sample.question(), sample.visual(), sample.gram(), false, options);
  }

  /**
   * Answers a question about what was seen; a video is looked at both ways. A rate or a moment is
   * of as many repetitions as the plain question for their number gets: asked in other words, the
   * model might count another time, and otherwise.
   */
  NumberAwareDecoding.Generated generate(
      String question,
      @Nullable FrameSequence visual,
      float @Nullable [] gram,
      boolean still,
      AskOptions options) {
    Consumer<String> stream = options.stream();
    return model.use(
        ready -> {
          NumberAwareDecoding.Generated said =
              ready
                  .decoding()
                  .generate(
                      sight.views(ready.prompts(), question, visual, gram, still),
                      sight.counts(question),
                      ready.sampling(options),
                      options.seed(),
                      stream == null ? piece -> {} : stream)
                  .merged(Sight::merged);
          Route route = Route.of(said.answer());
          if (said.counts() == null || !route.intent().countsForMore()) {
            return said;
          }
          CountDistribution counts =
              ready
                  .decoding()
                  .generate(
                      sight.views(ready.prompts(), CountingQuestions.PLAIN, visual, gram, still))
                  .counts();
          return counts == null
              ? said
              : new NumberAwareDecoding.Generated(
                  route.sentence(new SplittableRandom(options.seed()), counts.median()),
                  counts,
                  said.densities());
        });
  }

  /**
   * Draws several answers to one question about a video file, every token of them: other than in
   * {@link #ask}, numbers are drawn as well, so that the answers may differ in what they count. The
   * video is seen the way that training shows it.
   *
   * @param answers how many
   * @param options part of the video, sampling and seed; the likeliest tokens, if sampling is left
   *     to a model that does not draw, make all answers the same
   * @throws PeriodException as {@link #ask(Path, String, AskOptions)}
   */
  public List<String> draw(Path video, String question, int answers, AskOptions options) {
    check(question, options);
    double start = options.start() == null ? 0 : options.start();
    double end = options.end() == null ? Double.POSITIVE_INFINITY : options.end();
    ViewedVideo seen = viewer.view(video, start, end, sight.view(options.frames(), false));
    return model.use(
        ready ->
            ready
                .decoding()
                .draw(
                    sight
                        .views(ready.prompts(), question, seen.visual(), seen.gram(), seen.still())
                        .get(0),
                    answers,
                    ready.sampling(options),
                    options.seed()));
  }

  /** Whether at least half of the belief lies within one of the median. */
  public static boolean confident(CountDistribution counts) {
    return counts.within(counts.median(), 1) >= CONFIDENT;
  }

  private VideoAsk videos() {
    return new VideoAsk(this, sight, limits, viewer);
  }

  /** The model's configuration. */
  public PeriodConfig config() {
    return config;
  }

  /** The name of the model's folder. */
  String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** Everything that can be wrong with a question is said before any work is done. */
  private void check(String question, AskOptions options) {
    checkWords(question, options);
    sight.check(options.frames());
    if (options.plot() != null) {
      AnswerPlot.check(options.plot());
    }
  }

  private static void checkWords(String question, AskOptions options) {
    String problem = problem(question);
    if (problem != null) {
      throw new PeriodException(Kind.USAGE, problem);
    }
    GenerationConfig.DEFAULT.sampling(options.temperature(), options.topK(), options.topP());
  }

  /** Why a question cannot be asked, as a sentence; null where it can. */
  public static @Nullable String problem(String question) {
    if (question.isBlank()) {
      return "the question is empty; ask something like \"" + CountingQuestions.PLAIN + "\"";
    }
    return question.length() <= MAX_QUESTION
        ? null
        : "the question has %d characters; at most %d are taken"
            .formatted(question.length(), MAX_QUESTION);
  }

  /**
   * Frees the weights. Waits for a load that is under way and for answers that are being decoded;
   * who asks later gets an {@link IllegalStateException}. Closing again does nothing.
   *
   * @throws IllegalStateException when called by the listener of an answer's stream, whose answer
   *     still needs the weights
   */
  @Override
  public void close() {
    model.close();
  }
}
