package dev.period.data.video;

import dev.period.core.FrameSequence;

/** The frames that become visual tokens, by the rule of a {@link VideoView}. */
final class VisualFrames {
  /** Frames that middles of equal parts are taken of, for a model without a self-similarity. */
  private static final int EVENLY = 128;

  /** Period-LLM's rule itself has no bound beyond an hour. */
  private static final int AT_MOST = 512;

  /** Frames per second of a video of one frame, which none can tell. */
  private static final double USUAL_RATE = 25;

  private static final double HAIR = 0.02;

  private VisualFrames() {}

  /** Picks from all frames of a video. */
  static FrameSequence pick(FrameSequence video, VideoView view) {
    int wanted = view.visualFrames();
    return switch (view.rule()) {
      case MIDDLES ->
          VideoEvidence.visual(video, view.slots() == 0 ? EVENLY : view.slots(), wanted);
      case UNIFORM -> FrameSampling.uniform(video, wanted);
      case SEGMENTS -> video.select(FrameSampling.segments(0, video.frames() - 1, wanted));
      case PERIOD_LLM -> {
        int[] picked = FrameSampling.periodLlm(video.frames(), framesPerSecond(video));
        yield picked.length > AT_MOST
            ? FrameSampling.uniform(video, AT_MOST)
            : video.select(picked);
      }
      case FIXED_RATE ->
          span(video) * view.framesPerSecond() >= wanted
              ? FrameSampling.uniform(video, wanted)
              : video.select(FrameSampling.fixedRate(video.timesSeconds(), view.framesPerSecond()));
      case CONTIGUOUS ->
          video.select(
              FrameSampling.contiguous(video.timesSeconds(), video.timesSeconds()[0], wanted));
    };
  }

  private static double span(FrameSequence video) {
    return video.timesSeconds()[video.frames() - 1] - video.timesSeconds()[0];
  }

  /** On average; a hair less where ticks of a container make the rule's count miss by a hair. */
  private static double framesPerSecond(FrameSequence video) {
    double span = span(video);
    if (!(span > 0)) {
      return USUAL_RATE;
    }
    int n = video.frames();
    // frames that were thinned out to save memory seem to last longer than the video
    double seconds = Math.min(n * span / (n - 1), video.durationSeconds());
    double count = 5 * seconds;
    double next = Math.ceil(count);
    return next - count < HAIR ? 5.0 * n / (next + 1e-6) : n / seconds;
  }
}
