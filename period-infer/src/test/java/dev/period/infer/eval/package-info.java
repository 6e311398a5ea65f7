/** Tests of the evaluation. */
@NullMarked
package dev.period.infer.eval;

import org.jspecify.annotations.NullMarked;
