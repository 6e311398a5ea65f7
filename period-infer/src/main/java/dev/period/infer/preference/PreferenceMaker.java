package dev.period.infer.preference;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.data.Seeds;
import dev.period.data.build.MediaPaths;
import dev.period.data.qa.PreferenceFile;
import dev.period.data.qa.PreferencePair;
import dev.period.data.text.NumberExtraction;
import dev.period.infer.Period;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes preference pairs without a human: of two answers that a model gives to the same question,
 * the one whose number is nearer to the true count is better (VidChain does so with a metric of its
 * task). Where both are equally far, or one holds no number, neither is.
 */
public final class PreferenceMaker {
  private static final int STREAM = 32;

  private final Answers answers;
  private final long seed;

  /** Draws answers of a model. */
  @FunctionalInterface
  public interface Answers {
    /**
     * Two answers to one question.
     *
     * @param seed of what is drawn
     */
    List<String> draw(CountedQuestion question, long seed);
  }

  /** Hears how it goes on. */
  public interface Listener {
    /** {@code asked} of {@code all} questions are done. */
    void asked(int asked, int all, int pairs);

    /** A question is left out. */
    void leftOut(String id, String reason);
  }

  /**
   * What came of the questions.
   *
   * @param pairs that were written
   * @param ties questions to which both answers are equally far from the truth
   * @param unstated questions with an answer without a number
   * @param unread questions whose video cannot be read, or that cannot be asked
   */
  public record Tally(int pairs, int ties, int unstated, int unread) {}

  /**
   * A maker.
   *
   * @param seed of what is drawn
   */
  public PreferenceMaker(Answers answers, long seed) {
    this.answers = answers;
    this.seed = seed;
  }

  /**
   * Asks all questions and writes the pairs to a file, which appears complete or not at all. The
   * same questions, model and seed give the same bytes.
   *
   * @throws PeriodException of kind INPUT when no pair comes of it, or the file cannot be written
   */
  public Tally make(CountedQuestions questions, Path file, Listener listener) {
    MediaPaths paths = new MediaPaths(file.toAbsolutePath().getParent());
    List<PreferencePair> pairs = new ArrayList<>();
    int ties = 0;
    int unstated = 0;
    int unread = 0;
    for (int i = 0; i < questions.size(); i++) {
      CountedQuestion question = questions.get(i);
      Optional<PreferencePair> pair = Optional.empty();
      try {
        check(question.question());
        List<String> drawn = answers.draw(question, Seeds.of(seed, STREAM, i));
        Optional<Double> first = error(drawn.get(0), question.count());
        Optional<Double> second = error(drawn.get(1), question.count());
        if (first.isEmpty() || second.isEmpty()) {
          unstated++;
        } else if (first.get().equals(second.get())) {
          ties++;
        } else {
          int better = first.get() < second.get() ? 0 : 1;
          pair = Optional.of(pair(question, paths, drawn.get(better), drawn.get(1 - better)));
        }
      } catch (PeriodException e) {
        if (e.kind() != Kind.INPUT) {
          throw e;
        }
        unread++;
        listener.leftOut(question.id(), String.valueOf(e.getMessage()));
      }
      pair.ifPresentOrElse(pairs::add, () -> questions.unused(question));
      listener.asked(i + 1, questions.size(), pairs.size());
    }
    if (pairs.isEmpty()) {
      throw new PeriodException(
          Kind.INPUT,
          "no pair came of %d questions (%d ties, %d without a number, %d unreadable); ask more, or"
                  .formatted(questions.size(), ties, unstated, unread)
              + " draw more freely with --temperature");
    }
    PreferenceFile.write(file, pairs);
    return new Tally(pairs.size(), ties, unstated, unread);
  }

  /** One record that nobody can ask is no reason to lose the pairs of the others. */
  private static void check(String question) {
    String problem = Period.problem(question);
    if (problem != null) {
      throw new PeriodException(Kind.INPUT, problem);
    }
  }

  private static Optional<Double> error(String answer, int count) {
    return NumberExtraction.find(answer).map(found -> Math.abs(found.value() - count));
  }

  private static PreferencePair pair(
      CountedQuestion question, MediaPaths paths, String chosen, String rejected) {
    return new PreferencePair(
        question.id(),
        paths.of(question.video()),
        question.start(),
        question.end(),
        question.question(),
        chosen,
        rejected,
        question.count());
  }
}
