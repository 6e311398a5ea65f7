package dev.period.core.optim;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The readings of Period-LLM's "resisting logical oblivion" (RLO): channels whose mean activation
 * lies below the mean of all channels get larger gradients. Paper, README and released code
 * disagree about where and by how much.
 */
public enum RloMode {
  /** Gradients are left alone. */
  OFF,
  /**
   * What the released code does: its hook is registered in the very first iteration only, where its
   * strength is 0, and dies with the tensor that it hangs on. Gradients are left alone.
   */
  RELEASED_NOOP,
  /**
   * What the released code was meant to do ({@code model.py}): the gradient of the final norm's
   * output is multiplied by 1 + beta * step / max_steps, with means over the sequence for each
   * sample and channel and one threshold for the batch. The code does so in video stages only.
   */
  CODE_INTENDED_LINEAR,
  /** The README's snippet: likewise, with the paper's 1 + beta * exp(step / max_steps). */
  README_EXP_ACTIVATION,
  /**
   * The paper's equation as we read it: the gradients of row i of a trained linear layer, and of
   * entry i of its bias, are multiplied by 1 + beta * exp(step / max_steps) where the mean of
   * output i over the step's tokens lies below the mean over all outputs.
   */
  PAPER_EXP_ROWS;

  /**
   * Parses the configuration's lower-case name.
   *
   * @throws PeriodException of kind USAGE that names the modes
   */
  public static RloMode parse(String name) {
    for (RloMode mode : values()) {
      if (mode.key().equals(name)) {
        return mode;
      }
    }
    throw new PeriodException(
        Kind.USAGE,
        "rlo_mode '"
            + name
            + "' does not exist; use one of "
            + Arrays.stream(values()).map(RloMode::key).collect(Collectors.joining(", ")));
  }

  /** The name used in configurations. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the gradient of the final norm's output is multiplied. */
  public boolean onActivations() {
    return this == CODE_INTENDED_LINEAR || this == README_EXP_ACTIVATION;
  }

  /** Whether gradients of parameters are multiplied. */
  public boolean onRows() {
    return this == PAPER_EXP_ROWS;
  }

  /**
   * What the gradients of a channel below the threshold are multiplied by.
   *
   * @param beta strength; 0.05 in the paper and, hard-coded, in the code
   * @param step counted from 0
   */
  public double factor(double beta, long step, long maxSteps) {
    double progress = (double) step / Math.max(1, maxSteps);
    return switch (this) {
      case OFF, RELEASED_NOOP -> 1;
      case CODE_INTENDED_LINEAR -> 1 + beta * progress;
      case README_EXP_ACTIVATION, PAPER_EXP_ROWS -> 1 + beta * Math.exp(progress);
    };
  }
}
