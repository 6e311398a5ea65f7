package dev.period.infer.preference;

/** Questions whose answers are known, in a fixed order. */
public interface CountedQuestions {
  /** How many there are. */
  int size();

  /**
   * The question at an index; from now on its video exists.
   *
   * @param index from 0, asked for in order
   */
  CountedQuestion get(int index);

  /** Hears that no pair has come of a question, so that its video is needed no longer. */
  void unused(CountedQuestion question);
}
