package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.core.cache.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Paths of media as they stand in QA files: relative to the folder of the file, so that data and
 * files can be moved together, with slashes on every system.
 */
public final class MediaPaths {
  private final Path folder;

  /**
   * The name, without an ending, of a file that is written for an item: its id where every file
   * system takes that as it is.
   */
  static String name(String id) {
    String safe = id.replaceAll("[^A-Za-z0-9._-]", "_");
    if (safe.equals(id)) {
      return id;
    }
    // two ids may become the same, and then one would have the other's media
    String hash = ContentHash.of(id);
    return safe + "-" + hash.substring(0, 8);
  }

  /** Paths from {@code folder}, which is made where it is missing. */
  public MediaPaths(Path folder) {
    try {
      this.folder = Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "cannot write to %s (%s); choose another folder".formatted(folder, e),
          e);
    }
  }

  /** How {@code file}, which exists, is called. */
  public String of(Path file) {
    try {
      Path real = file.getParent().toRealPath().resolve(file.getFileName());
      if (!real.getRoot().equals(folder.getRoot())) {
        return real.toString();
      }
      return folder.relativize(real).toString().replace('\\', '/');
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot find %s (%s)".formatted(file, e), e);
    }
  }
}
