/**
 * Answers, token by token: what to choose next, when to stop, what to tell while it goes on, and
 * numbers that are the median of the model's belief.
 */
@NullMarked
package dev.period.core.generate;

import org.jspecify.annotations.NullMarked;
