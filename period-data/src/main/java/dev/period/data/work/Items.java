package dev.period.data.work;

/**
 * The items of a {@link Work}, ready to be done in this process. Thread-safe.
 *
 * @param <R> what becomes of an item
 */
public interface Items<R> extends AutoCloseable {
  /**
   * Does one. What the user should know about an item, that it cannot be read for example, is part
   * of the result; an exception ends the whole work.
   *
   * @param index from 0
   */
  R make(long index);

  /** Frees what {@link Work#open} took. */
  @Override
  default void close() {}
}
