package dev.period.data.synthetic;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.Seeds;
import dev.period.data.text.VideoQuestion;
import dev.period.data.text.VideoQuestions;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Questions about synthetic clips: most ask how often something is repeated, the others are those
 * of {@link VideoQuestions}.
 *
 * <p>Making a clip takes some ten times as long as changing one. So there is a bounded pool of
 * clips in memory, filled as it is used, and every sample is a new variant of one of them. A
 * rendered clip takes 157 kB and a simulated one 83 kB: the default pools take 1.9 GB when full.
 */
public final class MacroSource implements SampleSource {
  /** Default number of rendered clips. */
  public static final int RENDERED_POOL = 9000;

  /** Default number of simulated clips, idle ones included. */
  public static final int SIMULATED_POOL = 6000;

  /** Default number of frames that a sample shows. */
  public static final int VISUAL_FRAMES = 8;

  /** The frame rate that a synthetic clip claims: 128 frames take ten seconds. */
  public static final double FRAMES_PER_SECOND = 12.8;

  /** What is left of a repetition that was cut off is not counted up to this share of it. */
  private static final float HARDLY_SEEN = 0.25f;

  /** From this share on people count it: a repetition that has begun and is half over is one. */
  private static final float MOSTLY_SEEN = 0.55f;

  /** As before, where there is no other repetition to recognise it by. */
  private static final float SINGLE_SEEN = 0.75f;

  private static final int TRIES = 4;

  private static final int STREAM_SAMPLES = 0;
  private static final int STREAM_CLIPS = 1;
  private static final int STREAM_WHOLE = 2;

  private final long seed;
  private final MacroMix mix;
  private final int visualFrames;
  private final ClipPool rendered;
  private final ClipPool simulated;
  private final ClipPool idle;

  /** A source with the default pools and shares. */
  public MacroSource(long seed) {
    this(seed, RENDERED_POOL, SIMULATED_POOL, VISUAL_FRAMES, MacroMix.DEFAULT);
  }

  /**
   * A source of training samples.
   *
   * @param seed decides on the clips and on their variants
   * @param renderedPool number of rendered clips, at least 1
   * @param simulatedPool number of simulated clips, at least 2; idle ones have a part of it
   * @param visualFrames frames that a sample shows, from 1 to 32
   * @param mix how often each kind is shown
   */
  public MacroSource(
      long seed, int renderedPool, int simulatedPool, int visualFrames, MacroMix mix) {
    if (renderedPool < 1 || simulatedPool < 2) {
      throw new IllegalArgumentException(
          "pools are too small: %d rendered, %d simulated".formatted(renderedPool, simulatedPool));
    }
    this.seed = seed;
    this.mix = mix;
    this.visualFrames = visualFrames;
    checkVisualFrames(visualFrames);
    double simulations = Math.max(Double.MIN_NORMAL, mix.simulated() + mix.idle());
    int idlePool = (int) Math.round(simulatedPool * mix.idle() / simulations);
    idlePool = Math.max(1, Math.min(simulatedPool - 1, idlePool));
    rendered =
        new ClipPool(renderedPool, i -> MacroClip.of(MacroWorld.render(trainSeed(seed, 1, i))));
    simulated =
        new ClipPool(
            simulatedPool - idlePool,
            i -> MacroClip.simulated(trainSeed(seed, 2, i), SimilarityWorld.Kind.ANY));
    idle =
        new ClipPool(
            idlePool,
            i ->
                MacroClip.simulated(
                    trainSeed(seed, 3, i),
                    i % 2 == 1 ? SimilarityWorld.Kind.AIMLESS : SimilarityWorld.Kind.IDLE));
  }

  /**
   * Samples to evaluate with: every index is a rendered clip of its own, as it is, which no
   * training source ever shows, and a plain counting question. Nothing is kept in memory.
   */
  public static SampleSource heldOut(long seed) {
    return heldOut(seed, VISUAL_FRAMES);
  }

  /** Samples to evaluate with that show {@code visualFrames} frames. */
  public static SampleSource heldOut(long seed, int visualFrames) {
    checkVisualFrames(visualFrames);
    return index -> {
      checkIndex(index);
      SplittableRandom rng = new SplittableRandom(Seeds.of(seed, ~STREAM_SAMPLES, index));
      MacroClip clip = MacroClip.of(heldOutClip(seed, index));
      AugmentedGram untouched = AugmentedGram.untouched(clip.gram().expand(), clip.timing());
      VideoQuestion asked = VideoQuestion.counting(rng, count(untouched));
      String id = "macro-heldout-" + seed + "-" + index;
      return sample(id, rng, clip, untouched, asked, visualFrames);
    };
  }

  /**
   * A clip that no evaluation shows, for whoever wants it whole and not as a sample.
   *
   * @param index not negative
   */
  public static RenderedClip trainingClip(long seed, long index) {
    checkIndex(index);
    return MacroWorld.render(Seeds.of(seed, STREAM_WHOLE, index) & Long.MAX_VALUE);
  }

  /** The clip behind the held-out sample of this index. */
  public static RenderedClip heldOutClip(long seed, long index) {
    return MacroWorld.render(Seeds.of(seed, ~STREAM_CLIPS, index) | Long.MIN_VALUE);
  }

  @Override
  public Sample sample(long index) {
    checkIndex(index);
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, STREAM_SAMPLES, index));
    MacroMix.Part part = mix.sample(rng);
    ClipPool pool =
        switch (part) {
          case RENDERED -> rendered;
          case SIMULATED -> simulated;
          case IDLE -> idle;
        };
    MacroClip clip = pool.get(rng.nextInt(pool.size()));
    String id = "macro-" + part.name().toLowerCase(Locale.ROOT) + "-" + seed + "-" + index;
    AugmentedGram variant = variant(rng, clip);
    VideoQuestion asked = VideoQuestions.TRAIN.draw(rng, count(variant));
    return sample(id, rng, clip, variant, asked, visualFrames);
  }

  /** Seeds of clips to train with are not negative, those of clips held out are negative. */
  private static long trainSeed(long seed, int pool, int slot) {
    return Seeds.of(Seeds.of(seed, STREAM_CLIPS, pool), pool, slot) & Long.MAX_VALUE;
  }

  private static void checkVisualFrames(int frames) {
    if (frames < 1 || frames > MacroClip.THUMBNAILS) {
      throw new IllegalArgumentException(
          "a sample shows 1 to " + MacroClip.THUMBNAILS + " frames, not " + frames);
    }
  }

  private static void checkIndex(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative but is " + index);
    }
  }

  /** A variant on whose count people would agree. */
  private static AugmentedGram variant(RandomGenerator rng, MacroClip clip) {
    float[] gram = clip.gram().expand();
    for (int i = 0; i < TRIES; i++) {
      AugmentedGram variant = GramAugmentation.apply(rng, gram, clip.timing());
      if (agreed(variant.total())) {
        return variant;
      }
    }
    return AugmentedGram.untouched(gram, clip.timing());
  }

  private static boolean agreed(float total) {
    float part = total - (float) Math.floor(total);
    return part <= HARDLY_SEEN || part >= (total < 1 ? SINGLE_SEEN : MOSTLY_SEEN);
  }

  private static int count(AugmentedGram variant) {
    return (int) Math.floor(variant.total() + 1 - MOSTLY_SEEN);
  }

  private static Sample sample(
      String id,
      RandomGenerator rng,
      MacroClip clip,
      AugmentedGram variant,
      VideoQuestion asked,
      int visualFrames) {
    int count = count(variant);
    // What little is missing or too much is spread over the repetitions: the density sums to count.
    float share = count == 0 ? 0 : count / variant.total();
    int pairs = variant.phase().length / 2;
    float[] density = new float[pairs];
    float[] active = new float[pairs];
    float before = 0;
    for (int i = 0; i < pairs; i++) {
      float after = variant.phase()[2 * i + 1];
      density[i] = share * (after - before);
      before = after;
      if (count > 0) {
        active[i] = (variant.active()[2 * i] ? 0.5f : 0) + (variant.active()[2 * i + 1] ? 0.5f : 0);
      }
    }
    return new Sample(
        id,
        asked.question(),
        asked.answer(),
        asked.count(),
        variant.gram(),
        clip.visual(rng, variant.source(), visualFrames),
        density,
        active);
  }
}
