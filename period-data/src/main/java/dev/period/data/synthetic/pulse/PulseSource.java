package dev.period.data.synthetic.pulse;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.Seeds;
import dev.period.data.synthetic.Draws;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Questions about the pulse in synthetic skin. Traces are new at every index; rendered faces come
 * from a bounded pool that is filled as it is used, each seen again in other stretches.
 *
 * <p>The features are those that {@link dev.period.data.rppg.PulseWaves} makes of real videos, too.
 */
public final class PulseSource implements SampleSource {
  /** Default number of rendered clips; one takes 0.4 MB with its pictures. */
  public static final int RENDERED_POOL = 600;

  private static final int STREAM_SAMPLES = 0;
  private static final int STREAM_CLIPS = 1;
  private static final int STREAM_TRACES = 2;

  private final long seed;
  private final PulseMix mix;
  private final View view;
  private final AtomicReferenceArray<PulseClip> pool;

  /**
   * What the model wants to see.
   *
   * @param slots length of the self-similarity
   * @param visualFrames frames that become visual tokens
   * @param imageSize width and height of these, in pixels
   */
  public record View(int slots, int visualFrames, int imageSize) {}

  /**
   * A source of training samples.
   *
   * @param renderedPool number of rendered clips, at least 1
   */
  public PulseSource(long seed, int renderedPool, PulseMix mix, View view) {
    if (renderedPool < 1) {
      throw new IllegalArgumentException("a pool needs a clip");
    }
    this.seed = seed;
    this.mix = mix;
    this.view = view;
    this.pool = new AtomicReferenceArray<>(renderedPool);
  }

  @Override
  public Sample sample(long index) {
    checkIndex(index);
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, STREAM_SAMPLES, index));
    boolean rendered = Draws.chance(rng, mix.rendered());
    PulseClip clip =
        rendered
            ? pooled(rng.nextInt(pool.length()))
            : PulseClip.simulated(
                Seeds.of(seed, STREAM_TRACES, index) & Long.MAX_VALUE,
                !Draws.chance(rng, mix.painted()));
    String id = "micro-" + (rendered ? "rendered-" : "trace-") + seed + "-" + index;
    return sample(id, rng, PulseStretch.sample(rng, clip));
  }

  private PulseClip pooled(int slot) {
    PulseClip clip = pool.get(slot);
    if (clip == null) {
      // Two threads may both make it. They make the same, and a lock would stop the others.
      boolean painted = slot < Math.rint(mix.painted() * pool.length());
      clip = PulseClip.rendered(Seeds.of(seed, STREAM_CLIPS, slot) & Long.MAX_VALUE, !painted);
      pool.set(slot, clip);
    }
    return clip;
  }

  private Sample sample(String id, SplittableRandom rng, PulseStretch stretch) {
    return stretch.sample(id, rng, view.slots(), view.visualFrames(), view.imageSize());
  }

  private static void checkIndex(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative but is " + index);
    }
  }

  /**
   * A question whose answer is known in beats per minute.
   *
   * @param seconds that the stretch lasts
   * @param bpm the mean rate over it; 0 for a painted face
   */
  public record Held(Sample sample, double seconds, double bpm) {}

  /**
   * The rendered face at {@code index} of those held out, which no training source shows: every
   * eighth is painted.
   */
  public static Held heldOut(long seed, long index, View view) {
    checkIndex(index);
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, ~STREAM_SAMPLES, index));
    long clipSeed = Seeds.of(seed, ~STREAM_CLIPS, index) | Long.MIN_VALUE;
    PulseStretch stretch = PulseStretch.sample(rng, PulseClip.rendered(clipSeed, index % 8 != 7));
    String id = "micro-heldout-" + seed + "-" + index;
    Sample sample = stretch.sample(id, rng, view.slots(), view.visualFrames(), view.imageSize());
    return new Held(sample, stretch.seconds(), 60 * stretch.beats() / stretch.seconds());
  }
}
