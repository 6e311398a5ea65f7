package dev.period.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one run: checkpoints, metrics, the resolved configuration. Locked while a process
 * trains in it; the lock dies with the process.
 */
final class RunFolder implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private RunFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /** Opens or creates the folder and locks it. */
  static RunFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        lock = null;
      }
      if (lock == null) {
        channel.close();
        throw new PeriodException(
            Kind.USAGE,
            "another process is training in " + folder + "; wait for it or use another");
      }
      RunFolder run = new RunFolder(folder, channel, lock);
      run.removeUnfinished();
      return run;
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot use " + folder + " as a run folder (" + e.getMessage() + ")", e);
    }
  }

  Path path() {
    return folder;
  }

  /** The newest complete checkpoint. */
  Optional<Path> newest() {
    List<Path> all = checkpoints();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
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
   * Writes {@code checkpoint-<step>} under a temporary name, renames it, and removes old ones.
   *
   * @param keep how many checkpoints stay
   */
  Path save(long step, Contents contents, int keep) {
    Path target = folder.resolve("checkpoint-" + step);
    Path temporary = folder.resolve(".tmp-checkpoint-" + step);
    try {
      delete(temporary);
      Files.createDirectories(temporary);
      contents.write(temporary);
      delete(target);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      List<Path> all = checkpoints();
      for (Path old : all.subList(0, Math.max(0, all.size() - Math.max(1, keep)))) {
        delete(old);
      }
      return target;
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot write the checkpoint " + target + " (" + e.getMessage() + ")", e);
    }
  }

  /** Writes a JSON file of the run under a temporary name and renames it. */
  void writeJson(String name, Object value) {
    try {
      Path temporary = folder.resolve(".tmp-" + name);
      JSON.writeValue(temporary.toFile(), value);
      Files.move(
          temporary,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot write " + folder.resolve(name) + " (" + e.getMessage() + ")", e);
    }
  }

  private List<Path> checkpoints() {
    try (Stream<Path> children = Files.list(folder)) {
      return new ArrayList<>(
          children
              .filter(p -> p.getFileName().toString().matches("checkpoint-\\d+"))
              .sorted(Comparator.comparingLong(RunFolder::step))
              .toList());
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE, "cannot list " + folder + " (" + e.getMessage() + ")", e);
    }
  }

  private void removeUnfinished() throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(".tmp-")) {
          delete(child);
        }
      }
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
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new PeriodException(Kind.USAGE, "cannot release the lock of " + folder, e);
    }
  }
}
