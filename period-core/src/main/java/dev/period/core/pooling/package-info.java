/** Pooling of visual tokens over time and space. */
@NullMarked
package dev.period.core.pooling;

import org.jspecify.annotations.NullMarked;
