package dev.period.train;

/** A stage of training: what it shows the model, and how it is judged. */
interface Stage {
  /** As in {@code --stage} and in the name of its configuration. */
  String name();

  /** Opens its data; called by all processes at the same time. */
  Lesson<?> lesson(Setup setup);
}
