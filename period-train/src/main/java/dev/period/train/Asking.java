package dev.period.train;

import dev.period.core.generate.GenerationConfig;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;

/**
 * How a model is asked while it learns: as users will ask it.
 *
 * @param tokenizer of the model
 * @param prompts of the model
 * @param generation of the model: when its answers end
 */
record Asking(Tokenizer tokenizer, PromptBuilder prompts, GenerationConfig generation) {}
