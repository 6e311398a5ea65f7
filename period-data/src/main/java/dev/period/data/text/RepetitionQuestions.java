package dev.period.data.text;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How people ask for the occurrences of a word in a text, and how the model answers.
 *
 * <p>In a question {@code {unit}} stands for the word or phrase, {@code {noun}} for "word" or
 * "phrase", {@code {text}} for the text in quotation marks.
 */
final class RepetitionQuestions {
  static final List<String> QUESTIONS =
      List.of(
          "How many times does the {noun} \"{unit}\" appear in the following text? {text}",
          "How many times can you find \"{unit}\" in {text}?",
          "Count the occurrences of \"{unit}\" in this text: {text}",
          "Here is a text: {text} How often does it contain the {noun} \"{unit}\"?",
          "In the string {text}, how many times is \"{unit}\" repeated?",
          "Please tell me how often the {noun} \"{unit}\" is written here: {text}",
          "I would like to know how frequently \"{unit}\" occurs in this text. {text}",
          "Read this: {text} What is the number of times \"{unit}\" is repeated?",
          "{text} How many times did I write \"{unit}\"?",
          "How often is the {noun} \"{unit}\" repeated? {text}",
          "Could you count \"{unit}\" in the text {text}?",
          "What is the count of the {noun} \"{unit}\" in {text}?",
          "Someone kept saying \"{unit}\": {text} How many times was it?",
          "Look at the text {text} and count how many times it says \"{unit}\".");

  private RepetitionQuestions() {}

  static String question(RandomGenerator rng) {
    return QUESTIONS.get(rng.nextInt(QUESTIONS.size()));
  }

  /**
   * A sentence that holds exactly one number, {@code count}, in digits. It does not repeat the
   * word: copying it letter by letter would teach a small model spelling, not counting.
   */
  static String answer(RandomGenerator rng, String noun, int count) {
    String times = count + (count == 1 ? " time" : " times");
    return switch (rng.nextInt(3)) {
      case 0 -> "The " + noun + " appears " + times + " in the given text.";
      case 1 -> "It appears " + times + ".";
      default -> "The " + noun + " is repeated " + times + ".";
    };
  }
}
