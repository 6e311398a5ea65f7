/** Optimizers with state by parameter path, clipping, schedules. */
@NullMarked
package dev.period.core.optim;

import org.jspecify.annotations.NullMarked;
