package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.FolderLock;
import dev.period.core.file.JsonFile;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run: checkpoints, metrics, the resolved configuration. Locked while a process
 * trains in it; the lock dies with the process.
 *
 * <p>What is written or removed goes by the name {@code .tmp-*} until it is complete or while it
 * goes, so that a process that dies leaves nothing half done under a name that counts.
 */
final class RunFolder implements AutoCloseable {
  private final Path folder;
  private final FolderLock lock;

  private RunFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens or creates the folder and locks it.
   *
   * @throws PeriodException of kind USAGE when it cannot be written to or another process has it
   */
  static RunFolder open(Path folder) {
    try {
      FolderLock lock = FolderLock.tryOpen(folder);
      if (lock == null) {
        throw new PeriodException(
            Kind.USAGE,
            "another process is training in " + folder + "; wait for it or use another --out");
      }
      try {
        removeUnfinished(folder);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
      return new RunFolder(folder, lock);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE,
          "cannot use " + folder + " as a run folder (" + Reason.of(e) + "); use another --out",
          e);
    }
  }

  Path path() {
    return folder;
  }

  /** The newest complete checkpoint. */
  Optional<Path> newest() {
    return newest(folder);
  }

  /** The newest complete checkpoint of a run, which may be under way or not exist. */
  static Optional<Path> newest(Path folder) {
    List<Path> all = Files.isDirectory(folder) ? checkpoints(folder) : List.of();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The checkpoint of a step, whether it exists or not. */
  Path checkpoint(long step) {
    return checkpoint(folder, step);
  }

  /** The checkpoint of a step of the run in {@code folder}, whether it exists or not. */
  static Path checkpoint(Path folder, long step) {
    return folder.resolve("checkpoint-" + step);
  }

  /** The step of a checkpoint folder. */
  static long step(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
  }

  /** Fills the folder of a checkpoint. */
  @FunctionalInterface
  interface Contents {
    void write(Path folder) throws IOException;
  }

  /**
   * Writes {@code checkpoint-<step>} under a temporary name, onto the disk itself, renames it, and
   * removes old ones.
   *
   * @param keep how many of the newest stay
   * @param best the step of one more that stays; null for none
   * @throws PeriodException of kind USAGE when it cannot be written; earlier checkpoints are still
   *     there
   */
  Path save(long step, Contents contents, int keep, @Nullable Long best) {
    Path target = checkpoint(step);
    Path temporary = WholeFile.temporary(target);
    try {
      delete(temporary);
      Files.createDirectories(temporary);
      contents.write(temporary);
      toDisk(temporary);
      discard(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      List<Path> all = checkpoints(folder);
      for (Path old : all.subList(0, Math.max(0, all.size() - Math.max(1, keep)))) {
        if (best == null || step(old) != best) {
          discard(old);
        }
      }
      return target;
    } catch (IOException e) {
      throw notWritten(target, temporary, e, e);
    } catch (PeriodException e) {
      if (e.getCause() instanceof IOException cause) {
        throw notWritten(target, temporary, cause, e);
      }
      throw e;
    }
  }

  private PeriodException notWritten(
      Path target, Path temporary, IOException reason, Exception cause) {
    try {
      delete(temporary); // what is half written takes the room that somebody has to make
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return new PeriodException(
        Kind.USAGE,
        "cannot write "
            + target
            + " ("
            + Reason.of(reason)
            + "); "
            + newest()
                .map(path -> "the same command with --resume goes on from " + path.getFileName())
                .orElse("there is no earlier checkpoint"),
        cause);
  }

  /** Writes a JSON file of the run. */
  void writeJson(String name, Object value) {
    Path target = folder.resolve(name);
    try {
      JsonFile.write(target, value);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot write " + target + " (" + Reason.of(e) + ")", e);
    }
  }

  private static List<Path> checkpoints(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(p -> p.getFileName().toString().matches("checkpoint-\\d{1,18}"))
          .sorted(Comparator.comparingLong(RunFolder::step))
          .toList();
    } catch (IOException e) {
      throw new PeriodException(Kind.USAGE, "cannot list " + folder + " (" + Reason.of(e) + ")", e);
    }
  }

  private static void removeUnfinished(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(WholeFile.TEMPORARY)) {
          delete(child);
        }
      }
    }
  }

  /** A crash of the whole machine must not leave a complete name with incomplete files. */
  private static void toDisk(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
          written.force(true);
        }
      }
    }
  }

  private static void discard(Path checkpoint) throws IOException {
    if (Files.exists(checkpoint)) {
      Path going =
          checkpoint.resolveSibling(WholeFile.TEMPORARY + "old-" + checkpoint.getFileName());
      delete(going);
      Files.move(checkpoint, going, StandardCopyOption.ATOMIC_MOVE);
      delete(going);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path p : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new PeriodException(Kind.USAGE, "cannot release the lock of " + folder, e);
    }
  }
}
