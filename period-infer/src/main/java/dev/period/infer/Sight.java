package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Turn;
import dev.period.data.video.VideoEvidence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a model looks at a video: one with periodicity tokens at the self-similarity of many frames
 * and the pixels of a few, forwards and backwards; any other at the pixels of a few.
 */
final class Sight {
  /** Frames behind the self-similarity in a plot of a model that takes none. */
  private static final int PICTURE_SLOTS = 128;

  private static final Pattern COUNTING =
      Pattern.compile(
          "\\b(how (many|often|frequently)|count|number of|repetitions?|reps)\\b",
          Pattern.CASE_INSENSITIVE);

  private final PeriodConfig config;
  private final boolean periodic;
  private final int side;

  /**
   * The sight of a model.
   *
   * @throws PeriodException of kind MODEL when it has none
   */
  Sight(PeriodConfig config, Path folder) {
    ClipVisionConfig tower = config.visionConfig();
    if (tower == null) {
      throw new PeriodException(
          Kind.MODEL,
          "the model in "
              + folder
              + " only reads text (its config.json has no vision_config); questions about videos"
              + " need one that sees");
    }
    this.config = config;
    this.periodic = config.periodicityConfig().enabled();
    this.side = tower.imageSize();
  }

  /** Width and height of the frames that it takes, in pixels. */
  int side() {
    return side;
  }

  /**
   * Checks a number of frames.
   *
   * @param frames asked for; 0 for the model's number
   * @throws PeriodException of kind USAGE when it cannot look at so many
   */
  void check(int frames) {
    int least = periodic ? 2 : 1;
    if (frames != 0 && (frames < least || frames > slots())) {
      throw new PeriodException(
          Kind.USAGE,
          "--frames must be from " + least + " to " + slots() + " for this model, not " + frames);
    }
  }

  /** Looks at a video; {@code frames} is 0 for the model's number. */
  VideoEvidence look(FrameSequence video, int frames) {
    if (periodic) {
      return VideoEvidence.of(
          video, frames == 0 ? slots() : frames, slots(), config.visualFrames());
    }
    return VideoEvidence.of(video, slots(), slots(), frames == 0 ? config.visualFrames() : frames);
  }

  private int slots() {
    return periodic ? config.periodicityConfig().frames() : PICTURE_SLOTS;
  }

  /** The number of different frames that the model uses. */
  int frames(VideoEvidence evidence) {
    return periodic
        ? evidence.distinctFrames()
        : (int) Arrays.stream(evidence.visual().timesSeconds()).distinct().count();
  }

  /** Whether the number in the answer is a count, whose distribution is wanted. */
  boolean counts(String question) {
    return periodic || COUNTING.matcher(question).find();
  }

  /**
   * The question to the model, once per view.
   *
   * @param visual the frames that become visual tokens; null for a signal
   * @param gram self-similarity; null where there is none
   * @param still whether {@code visual} is an image, not a video
   */
  List<Prompt> views(
      PromptBuilder prompts,
      String question,
      @Nullable FrameSequence visual,
      float @Nullable [] gram,
      boolean still) {
    if (visual == null || (!periodic && !still)) {
      return List.of(prompts.prompt(visual, gram, question, null));
    }
    if (periodic) {
      return prompts.bothWays(visual, gram, question);
    }
    FrameSequence image = visual.select(new int[] {0});
    return List.of(
        prompts.dialogue(List.of(Turn.about(1, question, null)), List.of(prompts.image(image))));
  }
}
