package dev.period.data.work;

import java.io.Serializable;

/**
 * Work that falls into numbered items, each of which can be done anywhere, in any order and more
 * than once, with the same result.
 *
 * <p>This is only its description: small, compared by value, and sent to other processes by Java's
 * serialization. A record of numbers, strings and other such records is one.
 *
 * @param <R> what becomes of an item; serializable as well
 */
public interface Work<R> extends Serializable {
  /**
   * Reads the source, loads the model: whatever a process needs to do items. Called once in each
   * process that does some.
   */
  Items<R> open();
}
