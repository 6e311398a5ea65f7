/** The assembled video LLM: configuration, token layout, loss, number-aware decoding. */
@NullMarked
package dev.period.core.model;

import org.jspecify.annotations.NullMarked;
