package dev.period.spark;

import dev.period.core.PeriodException;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task.
 *
 * @param results of its items, in order; serializable
 * @param problem ends the whole work: doing the task again would not help; null if there is none
 */
record Batch<R>(List<R> results, @Nullable PeriodException problem) implements Serializable {}
