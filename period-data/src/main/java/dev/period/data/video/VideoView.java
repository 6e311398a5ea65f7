package dev.period.data.video;

import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.model.FrameRule;
import dev.period.core.model.PeriodConfig;

/**
 * How a model looks at a video: at the self-similarity of many small frames, at the pixels of a
 * few.
 *
 * @param side width and height of the frames that become visual tokens, in pixels
 * @param slots length of the self-similarity; 0 for a model that takes none
 * @param samples frames behind it, stretched to {@code slots} by repeating some
 * @param rule which frames become visual tokens
 * @param visualFrames how many, where the rule does not say
 * @param framesPerSecond of {@link FrameRule#FIXED_RATE}
 */
public record VideoView(
    int side, int slots, int samples, FrameRule rule, int visualFrames, double framesPerSecond) {

  /** Checks the numbers. */
  public VideoView {
    if (side < 1 || slots < 0 || samples < 0 || visualFrames < 1 || !(framesPerSecond > 0)) {
      throw new IllegalArgumentException("there must be something to look at");
    }
  }

  /** The middles of equal parts, and the self-similarity of as many frames as it is long. */
  public static VideoView middles(int side, int slots, int visualFrames) {
    return new VideoView(side, slots, slots, FrameRule.MIDDLES, visualFrames, 1);
  }

  /**
   * As a model's configuration says.
   *
   * @throws IllegalArgumentException for a model without a vision tower
   */
  public static VideoView of(PeriodConfig config) {
    ClipVisionConfig tower = config.visionConfig();
    if (tower == null) {
      throw new IllegalArgumentException("the model has no vision tower");
    }
    int slots = config.periodicityConfig().enabled() ? config.periodicityConfig().frames() : 0;
    return new VideoView(
        tower.imageSize(),
        slots,
        slots,
        config.frameRule(),
        config.visualFrames(),
        config.framesPerSecond());
  }

  /** The same with so many frames behind a self-similarity of this length. */
  public VideoView withSlots(int newSlots, int newSamples) {
    return new VideoView(side, newSlots, newSamples, rule, visualFrames, framesPerSecond);
  }

  /**
   * The same with exactly so many visual frames: a rule that would say itself how many gives way to
   * {@link FrameRule#UNIFORM}.
   */
  public VideoView withVisualFrames(int frames) {
    boolean fixed = rule == FrameRule.PERIOD_LLM || rule == FrameRule.FIXED_RATE;
    return new VideoView(
        side, slots, samples, fixed ? FrameRule.UNIFORM : rule, frames, framesPerSecond);
  }
}
