/** Makes the small model's own tokenizer. */
@NullMarked
package dev.period.train.tokenizer;

import org.jspecify.annotations.NullMarked;
