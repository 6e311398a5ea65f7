package dev.period.data.synthetic.movers;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.Seeds;
import dev.period.data.synthetic.Draws;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Questions about one of two movers. A clip has no self-similarity, only frames, and both movers
 * pop up: the answer needs the visual tokens and the question. Some clips to train with show one
 * mover alone, where counting is learnt before telling apart.
 *
 * <p>Every index is a clip of its own; drawing one takes less time than looking it up would save.
 */
public final class MoversSource implements SampleSource {
  /** Share of clips to train with that show one mover. */
  private static final double ALONE = 0.35;

  private static final int STREAM_CLIPS = 0;
  private static final int STREAM_QUESTIONS = 1;

  private static final List<String> QUESTIONS =
      List.of(
          "How often does the %s pop up?",
          "How many times does the %s pop up?",
          "Count how often the %s pops up.",
          "What is the number of times that the %s pops up?");

  private final long seed;
  private final int frames;

  /**
   * Samples to train with.
   *
   * @param frames that a sample shows, at least 2; a mover pops up in at most every other
   */
  public MoversSource(long seed, int frames) {
    checkFrames(frames);
    this.seed = seed;
    this.frames = frames;
  }

  @Override
  public Sample sample(long index) {
    checkIndex(index);
    RandomGenerator rng = new SplittableRandom(Seeds.of(seed, STREAM_QUESTIONS, index));
    boolean alone = Draws.chance(rng, ALONE);
    // Seeds of clips to train with are not negative, those of clips held out are negative.
    MoversClip clip =
        MoversClip.render(Seeds.of(seed, STREAM_CLIPS, index) & Long.MAX_VALUE, frames, alone);
    int asked = rng.nextInt(clip.movers().size());
    return question("movers-" + seed + "-" + index, rng, clip, asked);
  }

  /**
   * A question that no training asks.
   *
   * @param otherCount how often the mover pops up that is not asked about; never the sample's count
   */
  public record Held(Sample sample, int otherCount) {}

  /**
   * The question at {@code index} of those held out.
   *
   * @param frames that it shows, at least 2
   */
  public static Held heldOut(long seed, int frames, long index) {
    checkFrames(frames);
    checkIndex(index);
    MoversClip clip =
        MoversClip.render(Seeds.of(seed, ~STREAM_CLIPS, index) | Long.MIN_VALUE, frames, false);
    RandomGenerator rng = new SplittableRandom(Seeds.of(seed, ~STREAM_QUESTIONS, index));
    int asked = rng.nextInt(2);
    return new Held(
        question("movers-heldout-" + seed + "-" + index, rng, clip, asked),
        clip.counts().get(1 - asked));
  }

  private static Sample question(String id, RandomGenerator rng, MoversClip clip, int asked) {
    String name = clip.movers().get(asked).name();
    int count = clip.counts().get(asked);
    return new Sample(
        id,
        QUESTIONS.get(rng.nextInt(QUESTIONS.size())).formatted(name),
        "The %s pops up %d %s.".formatted(name, count, count == 1 ? "time" : "times"),
        count,
        null,
        clip.frames(),
        null,
        null);
  }

  private static void checkFrames(int frames) {
    if (frames < 2) {
      throw new IllegalArgumentException("movers need 2 frames to pop up in, not " + frames);
    }
  }

  private static void checkIndex(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative but is " + index);
    }
  }
}
