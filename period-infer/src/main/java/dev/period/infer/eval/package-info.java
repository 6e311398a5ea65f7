/** Runs a counter over labelled items and reports how good it is, beside baselines. */
@NullMarked
package dev.period.infer.eval;

import org.jspecify.annotations.NullMarked;
