package dev.period.train;

import dev.period.data.Sample;

/**
 * Two answers to one question, and what the reference model thinks of them.
 *
 * @param sample the question, what is seen, and the chosen answer
 * @param rejected the other answer
 * @param referenceChosen log-probability of the chosen answer
 * @param referenceRejected log-probability of the rejected one
 */
record Preference(Sample sample, String rejected, float referenceChosen, float referenceRejected) {}
