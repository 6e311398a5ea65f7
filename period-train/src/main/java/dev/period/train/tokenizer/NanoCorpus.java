package dev.period.train.tokenizer;

import dev.period.data.Sample;
import dev.period.data.text.CountingQuestions;
import dev.period.data.text.TextRepetition;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The texts from which nano's tokenizer is made: what its training data says, in about its
 * proportions.
 */
final class NanoCorpus {
  private static final int TEXT_SAMPLES = 10_000;
  private static final int VIDEO_SAMPLES = 5_000;
  private static final int LARGEST_COUNT = 40;
  private static final int PULSE_SAMPLES = 1_000;

  private NanoCorpus() {}

  /** The same texts at every call. */
  static List<String> texts() {
    List<String> texts = new ArrayList<>();
    TextRepetition repetition = TextRepetition.train();
    for (int i = 0; i < TEXT_SAMPLES; i++) {
      Sample sample = repetition.sample(i);
      add(texts, sample.question(), sample.answer());
    }
    SplittableRandom rng = new SplittableRandom(0);
    for (int i = 0; i < VIDEO_SAMPLES; i++) {
      String answer = CountingQuestions.answer(rng, rng.nextInt(LARGEST_COUNT));
      add(texts, CountingQuestions.question(rng), answer);
    }
    for (int i = 0; i < PULSE_SAMPLES; i++) {
      // the data for this stage comes later; its few words should not fall apart into letters
      add(
          texts,
          "What is the heart rate of the person in the video, in beats per minute?",
          "The heart rate is " + (40 + rng.nextInt(140)) + " beats per minute.");
    }
    return texts;
  }

  private static void add(List<String> texts, String question, String answer) {
    texts.add("USER: \n" + question + " ASSISTANT: " + answer);
  }
}
