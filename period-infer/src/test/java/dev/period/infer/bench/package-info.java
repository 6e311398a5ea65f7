/** Tests of the measurements. */
@NullMarked
package dev.period.infer.bench;

import org.jspecify.annotations.NullMarked;
