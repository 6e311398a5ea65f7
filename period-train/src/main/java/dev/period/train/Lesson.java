package dev.period.train;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * What a run learns from and is judged by.
 *
 * @param <B> micro-batches of its steps
 * @param steps the micro-batches of each step, from 0
 * @param objective what is minimised
 * @param evaluator on held-out data
 * @param hashes SHA-256 of each file that is learnt from, by its name
 */
record Lesson<B extends MicroBatch>(
    LongFunction<List<B>> steps,
    Objective<B> objective,
    Evaluator evaluator,
    Map<String, String> hashes) {}
