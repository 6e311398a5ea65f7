package dev.period.cli.data;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What became of something that was to be looked at.
 *
 * @param made whether it was looked at now; else all of it was there already
 * @param problem why nothing is kept of it; null where something is
 */
record Kept(boolean made, @Nullable String problem) implements Serializable {
  static final Kept MADE = new Kept(true, null);
  static final Kept FOUND = new Kept(false, null);

  static Kept nothing(@Nullable String problem) {
    return new Kept(false, String.valueOf(problem));
  }
}
