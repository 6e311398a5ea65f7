/** The assembled video LLM: configuration, prompts and their layout, loss. */
@NullMarked
package dev.period.core.model;

import org.jspecify.annotations.NullMarked;
