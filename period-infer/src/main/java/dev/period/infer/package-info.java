/** Asking, counting, evaluating. */
@NullMarked
package dev.period.infer;

import org.jspecify.annotations.NullMarked;
