package dev.period.data.text;

import java.util.random.RandomGenerator;

/**
 * A question about a video in which something is repeated, with what the model is to say.
 *
 * @param question as people ask
 * @param route what it wants
 * @param answer the sentence of {@code route}
 * @param count the first number of the answer; -1 where it holds none
 */
public record VideoQuestion(String question, Route route, String answer, int count) {
  /** One of {@link CountingQuestions}. */
  public static VideoQuestion counting(RandomGenerator rng, int count) {
    return of(rng, CountingQuestions.question(rng), Route.of(Intent.COUNT), count);
  }

  /**
   * A question and its answer.
   *
   * @param count repetitions in the video
   */
  static VideoQuestion of(RandomGenerator rng, String question, Route route, int count) {
    return new VideoQuestion(
        question, route, route.sentence(rng, count), route.intent().counts() ? count : -1);
  }
}
