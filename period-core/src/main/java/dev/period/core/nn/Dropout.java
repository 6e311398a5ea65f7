package dev.period.core.nn;

import dev.period.core.engine.Torch;

/**
 * When a model's dropout is on, and what it draws: a function of seed, step and place alone.
 *
 * <p>libtorch draws from a generator of the whole process. It is seeded anew at every place that
 * draws, so nothing depends on what was drawn before: a run that is resumed draws what one that was
 * never stopped draws, and a layer that is computed twice (activation checkpointing) drops the same
 * inputs twice. Not thread-safe, as training is not.
 */
public final class Dropout {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long seed;
  private boolean on;
  private long draw;

  /** Sets the seed of a run. */
  public void seed(long seed) {
    this.seed = seed;
  }

  /**
   * Switches dropout on for one forward and backward pass.
   *
   * @param pass its number, different for every batch, and part of one, of a run
   */
  public void on(long pass) {
    on = true;
    draw = mix(mix(seed) ^ (pass * GOLDEN));
  }

  /** Switches dropout off: for everything but training. */
  public void off() {
    on = false;
  }

  /** Whether anything is dropped. */
  public boolean isOn() {
    return on;
  }

  /** Prepares the draws of one place of the model. */
  void begin(long place) {
    Torch.seed(mix(draw ^ mix(place)));
  }

  /** A number for a name, the same in every process. */
  static long place(String name) {
    long hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = hash * GOLDEN + name.charAt(i);
    }
    return hash;
  }

  /** The finaliser of SplitMix64: neighbouring numbers become unrelated ones. */
  private static long mix(long number) {
    long z = number + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
