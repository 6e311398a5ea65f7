package dev.period.data.synthetic.pulse;

import dev.period.core.FrameSequence;
import dev.period.data.rppg.ColourTrace;
import dev.period.data.synthetic.Draws;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A clip as training keeps it: the colour of the skin, when the heart beats, a few pictures.
 *
 * @param trace of the skin; frame 0 is second 0 of {@code heart}
 * @param heart when it beats
 * @param alive whether the pulse shows in the trace
 * @param pictures frames at equal distances over the whole clip, 48×48; null where there are none
 */
record PulseClip(
    ColourTrace trace, HeartBeat heart, boolean alive, @Nullable FrameSequence pictures) {
  /** Width and height of a rendered training clip: skin of some 600 pixels. */
  private static final int SIZE = 96;

  private static final int PICTURE_SIZE = 48;
  private static final int PICTURE_EVERY = 10;

  /** Longer than a stretch, so that a stretch may begin anywhere. */
  static final double SECONDS = 15;

  /** A trace without pictures. */
  static PulseClip simulated(long seed, boolean alive) {
    SplittableRandom rng = new SplittableRandom(seed);
    Subject subject = Subject.sample(rng.split(), SECONDS, rate(rng), alive);
    return new PulseClip(TraceWorld.trace(rng.split(), subject), subject.heart(), alive, null);
  }

  /** A rendered face, compressed in half of the clips. */
  static PulseClip rendered(long seed, boolean alive) {
    SplittableRandom rng = new SplittableRandom(seed);
    FaceVideo video = FaceVideo.of(rng.nextLong(), SIZE, SECONDS, rate(rng), alive);
    FaceCodec codec = null;
    if (Draws.chance(rng, 0.5)) {
      int quality = (int) Draws.uniform(rng, 75, 97);
      int keyFrames = (int) (video.rate() * Draws.choice(rng, 0.5, 1, 2));
      codec = new FaceCodec(SIZE, quality, keyFrames, Draws.choice(rng, 0, 0, 0.15));
    }
    FaceVideo.Seen seen = video.see(codec, PICTURE_EVERY, PICTURE_SIZE);
    return new PulseClip(seen.trace().trace(), video.heart(), alive, seen.pictures());
  }

  private static double rate(SplittableRandom rng) {
    return Draws.choice(rng, 25, 30, 30, 30);
  }
}
