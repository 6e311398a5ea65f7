/** Preference pairs out of a model's own answers: the one nearer to the true count is better. */
@NullMarked
package dev.period.infer.preference;

import org.jspecify.annotations.NullMarked;
