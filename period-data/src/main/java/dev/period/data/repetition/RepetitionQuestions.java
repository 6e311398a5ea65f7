package dev.period.data.repetition;

import dev.period.data.Seeds;
import dev.period.data.qa.Message;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.Span;
import dev.period.data.text.CountingQuestions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Questions about a counted clip, in three kinds: answered by the number alone, by a sentence, and
 * by a sentence that names the action. The phrasings are our own; those of Countix-QA have not been
 * published.
 */
public final class RepetitionQuestions {
  private static final List<String> NUMBER_ONLY =
      List.of(
          "Answer with a number only.",
          "Just the number, please.",
          "Reply with one number and nothing else.");

  private static final List<String> DESCRIBE =
      List.of(
          "Which action is repeated here, and how often?",
          "What is done again and again in this clip, and how many times?",
          "Name the repeated action and count it.",
          "Say what is repeated in the video and how many repetitions you see.",
          "What keeps happening, and what is its number of repetitions?");

  private RepetitionQuestions() {}

  /** All answers that the builder may give to a question about a clip's number of repetitions. */
  public static List<String> answers(CountedClip clip) {
    List<String> answers = new ArrayList<>(CountingQuestions.answers(clip.count()));
    if (!clip.action().isEmpty()) {
      answers.addAll(descriptions(clip.action(), clip.count()));
    }
    return answers;
  }

  /**
   * The records of a clip; always the same for the same clip and seed.
   *
   * @param video path as it is to stand in the record
   * @param framesPerSecond of the video
   */
  public static List<QaRecord> records(
      CountedClip clip, String video, double framesPerSecond, long seed) {
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, clip.id().hashCode(), clip.count()));
    List<QaRecord> records = new ArrayList<>();
    int count = clip.count();
    String number = CountingQuestions.question(rng) + " " + one(rng, NUMBER_ONLY);
    records.add(record(clip, "number", video, framesPerSecond, number, String.valueOf(count)));
    String sentence = CountingQuestions.answer(rng, count);
    records.add(
        record(
            clip, "sentence", video, framesPerSecond, CountingQuestions.question(rng), sentence));
    if (!clip.action().isEmpty()) {
      String description = one(rng, descriptions(clip.action(), count));
      records.add(
          record(clip, "describe", video, framesPerSecond, one(rng, DESCRIBE), description));
    }
    return records;
  }

  private static QaRecord record(
      CountedClip clip,
      String kind,
      String video,
      double framesPerSecond,
      String question,
      String answer) {
    List<Span> repetitions = clip.repetitions(framesPerSecond);
    return new QaRecord(
        clip.id() + "-" + kind,
        video,
        null,
        null,
        List.of(Message.human(Message.VIDEO + "\n" + question), Message.gpt(answer)),
        clip.count(),
        clip.start(),
        clip.end(),
        rounded(framesPerSecond),
        clip.action().isEmpty() ? null : clip.action(),
        null,
        repetitions);
  }

  private static List<String> descriptions(String action, int count) {
    String times = count + (count == 1 ? " time." : " times.");
    return List.of(
        "The repeated action is " + action + ", and it happens " + times,
        "It shows " + action + ", done " + times,
        "The action is " + action + ", repeated " + times);
  }

  /** Frame rates as people write them: a millionth of a frame more or less is the container's. */
  private static double rounded(double framesPerSecond) {
    return Math.round(framesPerSecond * 1000) / 1000.0;
  }

  private static String one(RandomGenerator rng, List<String> choices) {
    return choices.get(rng.nextInt(choices.size()));
  }
}
