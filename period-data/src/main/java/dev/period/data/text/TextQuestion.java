package dev.period.data.text;

/**
 * A question about a word that is written several times, with its answer.
 *
 * @param id unique and reproducible, for example {@code text-train-0-17}
 * @param question holds the text in quotation marks
 * @param answer holds the count in digits
 * @param unit the word or phrase that is asked for
 * @param count how often the text contains it
 * @param runStart index in {@code question} of the first character of the repetitions
 * @param runEnd index after their last character; equal to {@code runStart} where there are none
 */
public record TextQuestion(
    String id, String question, String answer, String unit, int count, int runStart, int runEnd) {}
