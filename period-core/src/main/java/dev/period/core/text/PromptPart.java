package dev.period.core.text;

/** A stretch of a prompt. */
public sealed interface PromptPart {
  /** Whether the model learns to produce it: answers and the token that ends them. */
  boolean trained();

  /** Plain text, whatever it contains. */
  record Text(String text, boolean trained) implements PromptPart {}

  /** One token by its exact name. */
  record Special(String token, boolean trained) implements PromptPart {}

  /** The place of a medium: the n-th slot of a prompt is that of the n-th medium. */
  record Slot() implements PromptPart, Turn.Content {
    @Override
    public boolean trained() {
      return false;
    }
  }
}
