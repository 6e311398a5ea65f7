package dev.period.core.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The files of a {@link FeatureCache}: how much room they take, and which have to go. */
public final class CacheFolder {
  static final String EXTENSION = ".safetensors";

  /** Nobody takes an hour to write an entry: what is older was left behind by a dead process. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Looking at every file is spared until so much of the limit was written. */
  private static final int SHARE = 16;

  private final Path folder;
  private final long limit;
  private final Clock clock;
  private long known = -1;
  private long grown;

  /**
   * What a folder holds.
   *
   * @param entries number of files
   * @param bytes of all of them
   */
  public record Usage(long entries, long bytes) {}

  private record Stored(Path file, long bytes, Instant used) {}

  CacheFolder(Path folder, long limit, Clock clock) {
    this.folder = folder;
    this.limit = limit;
    this.clock = clock;
  }

  boolean fits(long bytes) {
    return bytes <= limit;
  }

  /** Tells that a file was written; makes room where the limit is passed. */
  synchronized void grown(long bytes) throws IOException {
    grown += bytes;
    if (known < 0 || known + grown > limit || grown > limit / SHARE) {
      known = shrink();
      grown = 0;
    }
  }

  private long shrink() throws IOException {
    List<Stored> files = files(folder);
    long total = files.stream().mapToLong(Stored::bytes).sum();
    files.sort(Comparator.comparing(Stored::used).thenComparing(Stored::file));
    Instant abandoned = clock.instant().minus(ABANDONED);
    for (Stored stored : files) {
      boolean temporary = stored.file().getFileName().toString().startsWith(EntryFile.TEMPORARY);
      if (temporary ? stored.used().isBefore(abandoned) : total > limit) {
        Files.deleteIfExists(stored.file());
        total -= stored.bytes();
      }
    }
    return total;
  }

  /** What lies in the folder of a cache; nothing where there is none. */
  public static Usage usage(Path folder) {
    try {
      List<Stored> files = files(folder);
      return new Usage(files.size(), files.stream().mapToLong(Stored::bytes).sum());
    } catch (IOException e) {
      return new Usage(0, 0);
    }
  }

  /**
   * Removes all entries; one that is being read or written meanwhile harms nobody.
   *
   * @return what was removed
   * @throws UncheckedIOException where that is not allowed
   */
  public static Usage clear(Path folder) {
    long entries = 0;
    long bytes = 0;
    try {
      for (Stored stored : files(folder)) {
        if (Files.deleteIfExists(stored.file())) {
          entries++;
          bytes += stored.bytes();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Usage(entries, bytes);
  }

  /** Our own files only: whatever else somebody puts there stays. */
  private static List<Stored> files(Path folder) throws IOException {
    List<Stored> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    Files.walkFileTree(
        folder,
        Set.of(),
        2,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            boolean ours = name.endsWith(EXTENSION) || name.startsWith(EntryFile.TEMPORARY);
            if (ours && attributes.isRegularFile()) {
              files.add(
                  new Stored(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // removed meanwhile
          }
        });
    return files;
  }
}
