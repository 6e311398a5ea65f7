/** Text on its way into the model: tokenizers and prompt templates. */
@NullMarked
package dev.period.core.text;

import org.jspecify.annotations.NullMarked;
