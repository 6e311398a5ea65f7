package dev.period.data.text;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How people ask for a number of repetitions in a video, and how the model answers.
 *
 * <p>Questions vary much, answers little: an answer has a short fixed beginning, then the number,
 * so that the distribution over counts can be read at one known place.
 */
public final class CountingQuestions {
  /**
   * As people mostly ask. Evaluations ask nothing else, and where more is wanted than the number,
   * this is how it is asked for.
   */
  public static final String PLAIN = "how many reps?";

  /** Questions about a video. */
  public static final List<String> QUESTIONS =
      List.of(
          "How many reps?",
          "How many repetitions are there?",
          "How many times does the action repeat?",
          "Count the repetitions.",
          "How often is the movement repeated in this video?",
          "What is the number of repetitions?",
          "How many times is the action performed?",
          "Please count how often the motion happens.",
          "How many cycles of the movement can you see?",
          "Tell me how many times this is done.",
          "How many full repetitions does the clip show?",
          "Give me the repetition count.",
          "How many rounds of the same action are in the video?",
          "Can you count the reps for me?",
          "In this video, how many times does the same thing happen again and again?",
          "What is the total count of repeated actions here?");

  private CountingQuestions() {}

  /** One of {@link #QUESTIONS}. */
  public static String question(RandomGenerator rng) {
    return QUESTIONS.get(rng.nextInt(QUESTIONS.size()));
  }

  /**
   * A sentence that holds exactly one number, {@code count}, in digits.
   *
   * @param count not negative
   */
  public static String answer(RandomGenerator rng, int count) {
    List<String> answers = answers(count);
    return answers.get(rng.nextInt(answers.size()));
  }

  /** "There are 8 repetitions", without an end. */
  public static String thereAre(int count) {
    return count == 1 ? "There is 1 repetition" : "There are " + count + " repetitions";
  }

  /**
   * All the sentences that {@link #answer} chooses from.
   *
   * @param count not negative
   */
  public static List<String> answers(int count) {
    String repetitions = count + (count == 1 ? " repetition." : " repetitions.");
    return List.of(
        "The action is repeated " + count + (count == 1 ? " time." : " times."),
        thereAre(count) + ".",
        "I count " + repetitions);
  }
}
