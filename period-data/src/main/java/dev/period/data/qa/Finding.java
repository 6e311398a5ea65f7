package dev.period.data.qa;

import java.nio.file.Path;

/**
 * Something that is wrong with a QA file.
 *
 * @param file the file
 * @param line in it, from 1
 * @param problem what is wrong
 */
public record Finding(Path file, int line, String problem) {
  /** {@code file:line: problem}, as compilers say it. */
  @Override
  public String toString() {
    return file + ":" + line + ": " + problem;
  }
}
