package dev.period.data.text;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Questions with what they want: of every {@link Intent} equally often. */
public final class RoutedQuestions {
  /** What is seen hardly matters for what is asked, so a few clips do for all questions. */
  private static final int CLIPS = 8;

  private static final List<Intent> INTENTS = List.of(Intent.values());

  private RoutedQuestions() {}

  /**
   * A question.
   *
   * @param sample the clip and the question about it
   * @param route what it wants
   */
  public record Asked(Sample sample, Route route) {}

  /**
   * Questions in words that training never uses; the same arguments always give the same.
   *
   * @param clips whose questions are replaced
   * @param n how many; the intents take turns
   */
  public static List<Asked> heldOut(SampleSource clips, long seed, int n) {
    List<Sample> seen = new ArrayList<>();
    for (int i = 0; i < Math.min(CLIPS, n); i++) {
      seen.add(clips.sample(i));
    }
    SplittableRandom rng = new SplittableRandom(seed);
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Sample clip = seen.get(i % seen.size());
      Intent intent = INTENTS.get(i % INTENTS.size());
      VideoQuestion question = VideoQuestions.HELD_OUT.draw(rng, intent, clip.count());
      Sample sample =
          new Sample(
              "routing-heldout-" + i,
              question.question(),
              question.answer(),
              question.count(),
              clip.gram(),
              clip.visual(),
              clip.density(),
              clip.active());
      all.add(new Asked(sample, question.route()));
    }
    return all;
  }
}
