package dev.period.data.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Questions of every {@link Intent} about a video: mostly how often something is repeated, but also
 * how fast, when, what the heart does, and what nobody can tell.
 *
 * <p>They are filled from templates, actions and things of a file, and written as carelessly as
 * people write. Which repetition is asked for does not depend on how many there are: else the
 * question would tell the count.
 */
public final class VideoQuestions {
  /** Questions to train with. */
  public static final VideoQuestions TRAIN =
      new VideoQuestions(
          QuestionWords.read("questions-train.txt")
              .with(Intent.COUNT, CountingQuestions.QUESTIONS)
              .with(Intent.HEART, HeartQuestions.QUESTIONS));

  /** Questions to evaluate with: none of their templates, actions and things is in training. */
  public static final VideoQuestions HELD_OUT =
      new VideoQuestions(QuestionWords.read("questions-heldout.txt"));

  /**
   * How often each intent is asked for in training. Counting must stay what is practised most; all
   * but the last two practise it.
   */
  private static final Map<Intent, Double> SHARES =
      Map.of(
          Intent.COUNT, 0.62,
          Intent.RATE, 0.10,
          Intent.NTH, 0.07,
          Intent.LAST, 0.03,
          Intent.ALL, 0.02,
          Intent.HEART, 0.08,
          Intent.NONE, 0.08);

  private static final List<String> HERE = List.of(" in the video", " in this clip", " here");

  private final QuestionWords words;

  private VideoQuestions(QuestionWords words) {
    this.words = words;
  }

  /**
   * A question of any intent, by the shares of training.
   *
   * @param count repetitions in the video
   */
  public VideoQuestion draw(RandomGenerator rng, int count) {
    double at = rng.nextDouble();
    for (Intent intent : Intent.values()) {
      at -= SHARES.getOrDefault(intent, 0.0);
      if (at < 0) {
        return draw(rng, intent, count);
      }
    }
    return draw(rng, Intent.COUNT, count);
  }

  /**
   * A question of one intent.
   *
   * @param count repetitions in the video
   */
  public VideoQuestion draw(RandomGenerator rng, Intent intent, int count) {
    int nth = nth(rng);
    Route route = intent == Intent.NTH ? Route.nth(nth) : Route.of(intent);
    return VideoQuestion.of(rng, careless(rng, filled(rng, intent, nth)), route, count);
  }

  /** A question of one intent, without its answer. */
  String question(RandomGenerator rng, Intent intent) {
    return careless(rng, filled(rng, intent, nth(rng)));
  }

  /** Small numbers are asked for more often. */
  private static int nth(RandomGenerator rng) {
    double kind = rng.nextDouble();
    if (kind < 0.6) {
      return rng.nextInt(1, 6);
    }
    return kind < 0.9 ? rng.nextInt(6, 13) : rng.nextInt(13, 31);
  }

  private String filled(RandomGenerator rng, Intent intent, int nth) {
    String template = one(rng, words.templates(intent));
    String[] who = one(rng, words.who());
    String[] action = one(rng, words.actions());
    String[] thing = one(rng, words.things());
    String filled =
        template
            .replace("{is}", who[2] + " " + who[0])
            .replace("{does}", who[3] + " " + who[0])
            .replace("{who}", who[0])
            .replace("{whose}", who[1])
            .replace("{doing}", action[1])
            .replace("{do}", action[0])
            .replace("{reps}", action[3])
            .replace("{rep}", action[2])
            .replace("{things}", thing[1])
            .replace("{thing}", thing[0])
            .replace("{nth}", rng.nextDouble() < 0.7 ? Ordinal.inWords(nth) : Ordinal.inDigits(nth))
            .replace("{n}", String.valueOf(nth))
            .replace("{here}", rng.nextDouble() < 0.6 ? "" : one(rng, HERE));
    return filled.substring(0, 1).toUpperCase(Locale.ROOT) + filled.substring(1);
  }

  /** Some people write no capitals, some leave out the mark at the end. */
  private static String careless(RandomGenerator rng, String question) {
    String written = rng.nextDouble() < 0.35 ? question.toLowerCase(Locale.ROOT) : question;
    return rng.nextDouble() < 0.2 ? written.replaceFirst("[?.]$", "") : written;
  }

  private static <T> T one(RandomGenerator rng, List<T> choices) {
    return choices.get(rng.nextInt(choices.size()));
  }
}
