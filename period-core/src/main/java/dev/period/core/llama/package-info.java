/** The LLaMA decoder: layers, rotary embedding, key-value cache. */
@NullMarked
package dev.period.core.llama;

import org.jspecify.annotations.NullMarked;
