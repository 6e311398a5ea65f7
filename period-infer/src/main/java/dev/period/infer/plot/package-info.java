/** Pictures of an answer: what the model looked at, what repeats in it, how sure the count is. */
@NullMarked
package dev.period.infer.plot;

import org.jspecify.annotations.NullMarked;
