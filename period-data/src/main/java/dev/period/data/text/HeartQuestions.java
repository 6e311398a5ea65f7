package dev.period.data.text;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How people ask for a pulse, and how the model answers.
 *
 * <p>The model answers with the beats that it sees, never with a rate. A small model can count what
 * is before it, but it cannot know how long it took: the same waves on the same slots may have
 * lasted eight seconds or fifteen. So the rate is worked out behind it, beats · 60 / seconds; and
 * the numbers stay in the range of two digits that {@code max_count} and the digits' soft targets
 * already cover, where a rate of 100 or more would not. That it is about the heart is told by the
 * first words of the answer, and the number stands at a known place.
 */
public final class HeartQuestions {
  /** Questions about a face, a finger, or a wave. */
  public static final List<String> QUESTIONS =
      List.of(
          "What is the heart rate?",
          "How many times does the heart beat?",
          "How many beats?",
          "How many heart beats are there?",
          "Count the heart beats.",
          "What is the pulse?",
          "How fast does the heart beat?",
          "Please read the pulse.",
          "How often does the heart beat in this video?",
          "Tell me the heart rate in bpm.",
          "What is this person's heart rate?",
          "Can you count the beats of the pulse?");

  private HeartQuestions() {}

  /** One of {@link #QUESTIONS}, or another of {@link VideoQuestions#TRAIN} about the heart. */
  public static String question(RandomGenerator rng) {
    return VideoQuestions.TRAIN.question(rng, Intent.HEART);
  }

  /**
   * A sentence that holds exactly one number, {@code beats}, in digits. There is only one: its
   * beginning tells it from every answer of {@link CountingQuestions}.
   *
   * @param beats that can be seen; 0 where there is no pulse
   */
  public static String answer(int beats) {
    return "The heart beats " + beats + (beats == 1 ? " time." : " times.");
  }
}
