package dev.period.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is to be closed together, the last first. */
final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Keeps {@code resource}, unless it is null, until all is closed. */
  <T extends @Nullable AutoCloseable> T add(T resource) {
    if (resource != null) {
      open.push(resource);
    }
    return resource;
  }

  @Override
  public void close() {
    RuntimeException problem = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (problem == null) {
          problem = new IllegalStateException("cannot close what the training used", e);
        } else {
          problem.addSuppressed(e);
        }
      }
    }
    if (problem != null) {
      throw problem;
    }
  }
}
