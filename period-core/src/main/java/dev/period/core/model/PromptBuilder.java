package dev.period.core.model;

import dev.period.core.FrameSequence;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.periodicity.GramMatrices;
import dev.period.core.text.PromptTemplate;
import dev.period.core.text.Tokenizer;
import dev.period.core.text.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Questions and what they are about, made into prompts: the same way for training, for evaluation
 * and for users. Thread-safe.
 */
public final class PromptBuilder {
  private final PeriodConfig config;
  private final Tokenizer tokenizer;
  private final ImageProcessor images;
  private final PromptTemplate template;

  /** Prompts for the model of {@code config}. */
  public PromptBuilder(PeriodConfig config, Tokenizer tokenizer, ImageProcessor images) {
    this.config = config;
    this.tokenizer = tokenizer;
    this.images = images;
    this.template = PromptTemplate.byName(config.promptTemplate());
  }

  /** One frame as an image. */
  public Medium image(FrameSequence image) {
    return new Medium(Medium.Kind.IMAGE, image.frames(), pixels(image), null, null);
  }

  /**
   * A video, or a signal.
   *
   * @param visual the frames that become visual tokens; null for a signal
   * @param gram its self-similarity; left out when the model takes none
   */
  public Medium medium(@Nullable FrameSequence visual, float @Nullable [] gram) {
    float[] taken = config.periodicityConfig().enabled() ? gram : null;
    return visual == null
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
    return new Prompt(TokenSequence.of(tokenizer, template.render(turns), placeholders), media);
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
