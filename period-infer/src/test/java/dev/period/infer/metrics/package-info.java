/** Tests of the metrics. */
@NullMarked
package dev.period.infer.metrics;

import org.jspecify.annotations.NullMarked;
