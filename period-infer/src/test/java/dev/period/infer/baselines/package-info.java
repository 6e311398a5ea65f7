/** Tests of the baselines. */
@NullMarked
package dev.period.infer.baselines;

import org.jspecify.annotations.NullMarked;
