package dev.period.data.text;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.Seeds;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Questions about a word that is written several times: the first stage of the curriculum, where
 * counting is learned from text alone.
 *
 * <p>After Period-LLM's text stage: a word repeated 2 to 20 times in a quoted string, asked for in
 * several phrasings. The phrasings here are our own, and a minority of the samples is harder:
 * invented words, phrases, punctuation, other words around, a word that occurs once or not at all.
 */
public final class TextRepetition implements SampleSource {
  /** Share of the questions for a word that is not there. */
  private static final double ABSENT = 0.03;

  /**
   * The same in training. At {@link #ABSENT} a model learns to count what is repeated without
   * regard to what is asked for: it is wrong nearly always where another word is repeated.
   */
  private static final double ABSENT_IN_TRAINING = 0.15;

  private final WordList words;
  private final double absent;
  private final long seed;

  private TextRepetition(WordList words, double absent, long seed) {
    this.words = words;
    this.absent = absent;
    this.seed = seed;
  }

  /** Samples to train with, of seed 0. */
  public static TextRepetition train() {
    return train(0);
  }

  /** Samples to train with. */
  public static TextRepetition train(long seed) {
    return new TextRepetition(WordList.TRAIN, ABSENT_IN_TRAINING, seed);
  }

  /** Samples to evaluate with, of seed 0: none of their words occurs in training. */
  public static TextRepetition heldOut() {
    return heldOut(0);
  }

  /** Samples to evaluate with. */
  public static TextRepetition heldOut(long seed) {
    return new TextRepetition(WordList.HELD_OUT, ABSENT, seed);
  }

  /** The words of which the repeated strings are made; invented words come on top. */
  public List<String> words() {
    return words.words();
  }

  @Override
  public Sample sample(long index) {
    TextQuestion question = question(index);
    WordSequence sequence = WordSequence.of(question.question());
    float[] density = new float[WordSequence.SLOTS / 2];
    float[] active = new float[WordSequence.SLOTS / 2];
    float perWord = 1f / question.unit().split(" ").length;
    for (int slot = 0; slot < sequence.words().size(); slot++) {
      int at = sequence.words().get(slot).start();
      if (at >= question.runStart() && at < question.runEnd()) {
        density[slot / 2] += perWord;
        active[slot / 2] += 0.5f;
      }
    }
    return new Sample(
        question.id(),
        question.question(),
        question.answer(),
        question.count(),
        sequence.gram(),
        null,
        density,
        active);
  }

  /** The words of the sample at {@code index}, which must not be negative. */
  public TextQuestion question(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative but is " + index);
    }
    SplittableRandom rng =
        new SplittableRandom(Seeds.of(seed, WordSequence.hash(words.name()), index));
    RepeatedText repeated = RepeatedText.sample(rng, words, absent);
    String template = RepetitionQuestions.question(rng);
    String noun = repeated.noun();
    String unfilled = template.replace("{noun}", noun).replace("{unit}", repeated.unit());
    int quote = unfilled.indexOf("{text}");
    String question = unfilled.replace("{text}", '"' + repeated.text() + '"');
    String answer = RepetitionQuestions.answer(rng, noun, repeated.count());
    return new TextQuestion(
        "text-" + words.name() + "-" + seed + "-" + index,
        question,
        answer,
        repeated.unit(),
        repeated.count(),
        quote + 1 + repeated.runStart(),
        quote + 1 + repeated.runEnd());
  }
}
