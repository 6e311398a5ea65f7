package dev.period.core.text;

/**
 * A stretch of a prompt.
 *
 * @param text plain text, or the exact name of a token when {@code special}
 * @param special whether this is one token by name, not text
 * @param trained whether the model learns to produce it: answers and the token that ends them
 */
public record PromptPart(String text, boolean special, boolean trained) {}
