package dev.period.core.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file whole or not at all: it has a temporary name until all of it is there. Who reads
 * it, and a kill at any moment, finds the old file or the new one.
 */
public final class WholeFile {
  /** What temporary names begin with. */
  public static final String TEMPORARY = ".tmp-";

  private WholeFile() {}

  /** Writes what is to be in a file. */
  @FunctionalInterface
  public interface Content {
    /** Makes {@code temporary}, whose name ends as the file's does. */
    void writeTo(Path temporary) throws IOException;
  }

  /** Writes a file into a folder that exists; an earlier one is replaced. */
  public static void write(Path file, Content content) throws IOException {
    Path temporary = temporary(file);
    try {
      content.writeTo(temporary);
      move(temporary, file);
    } catch (IOException | RuntimeException | Error e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** The name that a file has until it is complete. */
  public static Path temporary(Path file) {
    return file.resolveSibling(TEMPORARY + file.getFileName());
  }

  /** Gives a complete file its name, in one step where the file system can. */
  public static void move(Path temporary, Path file) throws IOException {
    try {
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
