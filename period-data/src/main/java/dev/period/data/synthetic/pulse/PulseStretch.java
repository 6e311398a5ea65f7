package dev.period.data.synthetic.pulse;

import dev.period.core.FrameSequence;
import dev.period.data.Sample;
import dev.period.data.rppg.PulseWaves;
import dev.period.data.synthetic.Draws;
import dev.period.data.text.HeartQuestions;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a clip that holds a whole number of beats.
 *
 * @param from its first frame
 * @param to its last frame
 * @param beats between these two; 0 where the pulse does not show
 */
record PulseStretch(PulseClip clip, int from, int to, int beats) {
  private static final double SHORTEST = 0.8 * PulseWaves.STRETCH_SECONDS;
  private static final double LONGEST = 1.2 * PulseWaves.STRETCH_SECONDS;

  /**
   * Draws a stretch of about {@link PulseWaves#STRETCH_SECONDS}, anywhere in the clip. It ends
   * where as many beats have passed as began, so that nothing has to be rounded: the label is
   * exact, to the frame.
   */
  static PulseStretch sample(RandomGenerator rng, PulseClip clip) {
    double rate = clip.trace().framesPerSecond();
    double last = (clip.trace().frames() - 1) / rate;
    double seconds = Draws.uniform(rng, SHORTEST, LONGEST);
    int from = (int) (rate * Draws.uniform(rng, 0, last - LONGEST - 1));
    double begin = from / rate;
    double phase = clip.heart().phase(begin);
    double beats = Math.rint(clip.heart().phase(begin + seconds) - phase);
    double end = clip.alive() ? clip.heart().moment(phase + beats) : begin + seconds;
    int to = (int) Math.rint(rate * Math.min(last, end));
    return new PulseStretch(clip, from, to, clip.alive() ? (int) beats : 0);
  }

  double seconds() {
    return (to - from) / clip.trace().framesPerSecond();
  }

  /**
   * The question about this stretch.
   *
   * @param slots length of the self-similarity
   * @param visualFrames frames that become visual tokens
   * @param imageSize width and height of these
   */
  Sample sample(String id, RandomGenerator rng, int slots, int visualFrames, int imageSize) {
    PulseWaves waves = PulseWaves.of(clip.trace());
    float[] density = new float[slots / 2];
    float[] active = new float[slots / 2];
    if (beats > 0) {
      Arrays.fill(active, 1);
      double before = phase(0);
      double share = beats / (phase(1) - before);
      for (int i = 0; i < density.length; i++) {
        double after = phase((2 * i + 1.0) / (slots - 1));
        density[i] = (float) (share * (after - before));
        before = after;
      }
    }
    FrameSequence pictures = pictures(visualFrames, imageSize);
    return new Sample(
        id,
        HeartQuestions.question(rng),
        HeartQuestions.answer(beats),
        beats,
        waves.gram(from, to, slots),
        pictures == null ? waves.patches(from, to, visualFrames, imageSize) : pictures,
        density,
        active);
  }

  /** Beats up to a part of the stretch, 0 to 1. */
  private double phase(double part) {
    return clip.heart().phase((from + part * (to - from)) / clip.trace().framesPerSecond());
  }

  /**
   * The clip's own pictures nearest to the middles of equal parts, where it has any of this size.
   */
  private @Nullable FrameSequence pictures(int frames, int imageSize) {
    FrameSequence all = clip.pictures();
    if (all == null || all.width() != imageSize) {
      return null;
    }
    int[] nearest = new int[frames];
    double perPicture = (double) clip.trace().frames() / all.frames();
    for (int f = 0; f < frames; f++) {
      double at = from + (2 * f + 1.0) * (to - from) / (2.0 * frames);
      nearest[f] = (int) Math.min(all.frames() - 1, Math.rint(at / perPicture));
    }
    return all.select(nearest);
  }
}
