package dev.period.core.model;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.periodicity.GramMatrices;
import dev.period.core.text.PromptTemplate;
import dev.period.core.text.Tokenizer;
import dev.period.core.text.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Questions and what they are about, made into prompts: the same way for training, for evaluation
 * and for users. Thread-safe.
 */
public final class PromptBuilder {
  private final PeriodConfig config;
  private final Tokenizer tokenizer;
  private final ImageProcessor images;
  private final @Nullable Tokenizer clip;
  private final PromptTemplate template;

  /** Prompts for the model of {@code config}, whose pooling no prompt guides. */
  public PromptBuilder(PeriodConfig config, Tokenizer tokenizer, ImageProcessor images) {
    this(config, tokenizer, images, null);
  }

  /**
   * Prompts for the model of {@code config}.
   *
   * @param clip CLIP's tokenizer, for pooling that a prompt guides; see {@link
   *     ModelFolder#clipTokenizer}
   * @throws dev.period.core.PeriodException of kind MODEL when the model needs one and there is
   *     none, or one with more tokens than its text encoder knows
   */
  public PromptBuilder(
      PeriodConfig config, Tokenizer tokenizer, ImageProcessor images, @Nullable Tokenizer clip) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.images = images;
    this.clip = clip;
    this.template = PromptTemplate.byName(config.promptTemplate());
    ClipTextConfig text = config.clipTextConfig();
    if (text != null && (clip == null || clip.vocabularySize() > text.vocabSize())) {
      throw new PeriodException(
          Kind.MODEL,
          "pooling_mode "
              + config.poolingMode()
              + " needs CLIP's tokenizer, of at most "
              + text.vocabSize()
              + " tokens, in the folder clip_tokenizer of the model");
    }
  }

  /** One frame as an image. */
  public Medium image(FrameSequence image) {
    return new Medium(Medium.Kind.IMAGE, image.frames(), pixels(image), null, null);
  }

  /**
   * A video, or a signal.
   *
   * @param visual the frames that become visual tokens; left out when the model takes none, null
   *     for a signal
   * @param gram its self-similarity; left out when the model takes none
   */
  public Medium medium(@Nullable FrameSequence visual, float @Nullable [] gram) {
    float[] taken = config.periodicityConfig().enabled() ? gram : null;
    return visual == null || !config.visualTokens()
        ? new Medium(Medium.Kind.SIGNAL, 0, null, taken, null)
        : new Medium(Medium.Kind.VIDEO, visual.frames(), pixels(visual), taken, null);
  }

  /**
   * One question about at most one medium, and its answer if there is one.
   *
   * @param visual the frames that become visual tokens; null for text
   * @param gram self-similarity of the sequence; null where there is none
   * @param answer null when it is yet to be generated
   */
  public Prompt prompt(
      @Nullable FrameSequence visual,
      float @Nullable [] gram,
      String question,
      @Nullable String answer) {
    Medium medium = medium(visual, gram);
    List<Medium> media = placeholders(medium).isEmpty() ? List.of() : List.of(medium);
    return dialogue(List.of(Turn.about(media.size(), question, answer)), media);
  }

  /**
   * One question about a video and about the same video backwards, which has as many repetitions
   * but leads to other mistakes.
   */
  public List<Prompt> bothWays(FrameSequence visual, float @Nullable [] gram, String question) {
    int[] backwards = new int[visual.frames()];
    Arrays.setAll(backwards, i -> backwards.length - 1 - i);
    float[] reversed =
        gram == null ? null : GramMatrices.reversed(gram, config.periodicityConfig().frames());
    return List.of(
        prompt(visual, gram, question, null),
        prompt(visual.select(backwards), reversed, question, null));
  }

  /**
   * A dialogue about any number of media.
   *
   * @param turns only the last one may lack its answer
   * @param media in the order in which the turns show them
   * @throws dev.period.core.PeriodException of kind INPUT when the turns show more or fewer
   */
  public Prompt dialogue(List<Turn> turns, List<Medium> media) {
    List<List<Placeholder>> placeholders = media.stream().map(this::placeholders).toList();
    return new Prompt(
        TokenSequence.of(tokenizer, template.render(turns), placeholders),
        clip == null || media.isEmpty() ? media : guided(media, clip.encode(words(turns))));
  }

  private static List<Medium> guided(List<Medium> media, int[] prompt) {
    return media.stream()
        .map(m -> new Medium(m.kind(), m.frames(), m.pixels(), m.gram(), prompt))
        .toList();
  }

  /**
   * What is said in a dialogue; PPLLaVA trains with answers, too, where there are some, but for
   * preferences between them.
   */
  private static String words(List<Turn> turns) {
    StringJoiner words = new StringJoiner(" ");
    for (Turn turn : turns) {
      for (Turn.Content content : turn.user()) {
        if (content instanceof Turn.Words said) {
          words.add(said.text());
        }
      }
      if (turn.assistant() != null) {
        words.add(turn.assistant());
      }
    }
    return words.toString();
  }

  /** What stands for a medium in the token sequence. */
  public List<Placeholder> placeholders(Medium medium) {
    List<Placeholder> placeholders = new ArrayList<>();
    if (medium.pixels() != null) {
      boolean video = medium.kind() == Medium.Kind.VIDEO;
      int[] tokens = config.frameTokens(medium.frames(), video);
      placeholders.add(new Placeholder(config.imageTokenIndex(), tokens));
    }
    if (medium.gram() != null) {
      // a periodicity token is a moment of its own
      int[] tokens = new int[config.periodicityConfig().tokens()];
      Arrays.fill(tokens, 1);
      placeholders.add(new Placeholder(config.periodTokenIndex(), tokens));
    }
    return placeholders;
  }

  private float[] pixels(FrameSequence frames) {
    float[] pixels = new float[frames.rgb().length];
    images.fill(frames, pixels, 0);
    return pixels;
  }
}
