package dev.period.core.model.convert;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.model.AdapterFolder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is written under a temporary name beside its place and renamed when it is complete:
 * whoever reads it sees all of it or nothing.
 */
final class NewFolder implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private boolean complete;

  private NewFolder(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /**
   * Creates the temporary folder.
   *
   * @param sources folders that are read meanwhile and must stay
   * @param replace whether a model folder in its place may be replaced
   * @throws PeriodException of kind USAGE when something is in its place that may not be replaced
   */
  static NewFolder create(Path target, List<Path> sources, boolean replace) {
    Path place = target.toAbsolutePath().normalize();
    Path name = place.getFileName();
    if (name == null) {
      throw new PeriodException(Kind.USAGE, target + " cannot be a model folder");
    }
    try {
      for (Path source : sources) {
        if (source.toRealPath().startsWith(real(place))) {
          throw new PeriodException(
              Kind.USAGE, target + " holds what is read; write to another folder");
        }
      }
      if (Files.exists(place) && !isEmpty(place)) {
        refuseUnless(replace, target, place);
      }
      Files.createDirectories(place.getParent());
      Path temporary = place.resolveSibling(".tmp-" + name);
      delete(temporary); // of a run that was killed
      Files.createDirectory(temporary);
      return new NewFolder(place, temporary);
    } catch (IOException e) {
      throw cannot(target, e);
    }
  }

  private static void refuseUnless(boolean replace, Path target, Path place) {
    if (!replace) {
      throw new PeriodException(
          Kind.USAGE, target + " exists; name another folder, or replace it with --force");
    }
    if (!Files.isRegularFile(place.resolve("config.json")) && !AdapterFolder.isIn(place)) {
      throw new PeriodException(
          Kind.USAGE, target + " is no model folder, so it is not replaced; name another one");
    }
  }

  /** Where to write. */
  Path path() {
    return temporary;
  }

  /** Puts the folder in its place. */
  void complete() {
    Path old = target.resolveSibling(".tmp-old-" + target.getFileName());
    try {
      delete(old);
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      delete(old);
    } catch (IOException e) {
      throw cannot(target, e);
    }
  }

  /** Removes what was written if it was not completed. */
  @Override
  public void close() {
    if (!complete) {
      try {
        delete(temporary);
      } catch (IOException e) {
        // what went wrong before matters more; the next run removes it
      }
    }
  }

  private static Path real(Path place) throws IOException {
    return Files.exists(place) ? place.toRealPath() : place;
  }

  private static boolean isEmpty(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return false;
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static PeriodException cannot(Path target, IOException e) {
    return new PeriodException(
        Kind.MODEL, "cannot write the model to " + target + " (" + e + ")", e);
  }
}
