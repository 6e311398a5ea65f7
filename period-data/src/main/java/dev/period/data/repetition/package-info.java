/** Data sets of counted repetitions in video: Countix, RepCount, QUVA; their questions. */
@NullMarked
package dev.period.data.repetition;

import org.jspecify.annotations.NullMarked;
