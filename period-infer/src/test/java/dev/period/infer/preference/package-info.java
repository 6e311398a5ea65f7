/** Tests of the measurements. */
@NullMarked
package dev.period.infer.preference;

import org.jspecify.annotations.NullMarked;
