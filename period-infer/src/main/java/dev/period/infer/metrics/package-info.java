/** How good answers are: counting errors, caption scores, and the number that an answer states. */
@NullMarked
package dev.period.infer.metrics;

import org.jspecify.annotations.NullMarked;
