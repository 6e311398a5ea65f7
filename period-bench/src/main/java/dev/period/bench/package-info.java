/** JMH benchmarks of kernels, and the speed of a full-size model. */
@NullMarked
package dev.period.bench;

import org.jspecify.annotations.NullMarked;
