package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.text.Turn;
import dev.period.data.video.VideoView;
import dev.period.data.video.ViewedVideo;
import java.nio.file.Path;
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

  /**
   * How a video is looked at.
   *
   * @param frames asked for; 0 for the model's number
   * @param picture whether a plot is wanted, which shows the self-similarity in any case
   */
  VideoView view(int frames, boolean picture) {
    VideoView view = VideoView.of(config);
    if (periodic) {
      return frames == 0 ? view : view.withSlots(slots(), frames);
    }
    VideoView asked = frames == 0 ? view : view.withVisualFrames(frames);
    return picture ? asked.withSlots(PICTURE_SLOTS, PICTURE_SLOTS) : asked;
  }

  int slots() {
    return periodic ? config.periodicityConfig().frames() : PICTURE_SLOTS;
  }

  /**
   * Whether what repeats in a long video is to be counted set by set; beats and breaths are not
   * done in sets.
   */
  boolean countsSets(String question, int frames) {
    return periodic
        && frames == 0
        && config.visionConfig().imageSize() == FrameFeatures.SIZE
        && SignalQuantity.of(question) == SignalQuantity.OTHER;
  }

  /** The number of different frames that the model uses. */
  int frames(ViewedVideo seen) {
    return periodic ? seen.distinctSamples() : seen.distinctVisual();
  }

  /** Whether the number in the answer is a count, whose distribution is wanted. */
  boolean counts(String question) {
    return periodic || COUNTING.matcher(question).find();
  }

  /**
   * The mean of what was found in the views of a video, the second one of which runs backwards.
   *
   * @param densities one per view of {@link #views}
   */
  static float[] merged(List<float[]> densities) {
    float[] merged = densities.get(0).clone();
    if (densities.size() == 2) {
      float[] backwards = densities.get(1);
      for (int i = 0; i < merged.length; i++) {
        merged[i] = (merged[i] + backwards[merged.length - 1 - i]) / 2;
      }
    }
    return merged;
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
