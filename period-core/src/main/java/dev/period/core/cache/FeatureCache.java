package dev.period.core.cache;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A folder of entries, each found by the hash of what it was made of. For any number of threads and
 * processes at once: entries appear whole or not at all, reading takes no lock, and two that make
 * the same entry write the same.
 *
 * <p>Never in the way: an entry that is missing or damaged is made anew, and where the folder
 * cannot be written nothing is kept. Bounded: beyond its limit the entries that were not used for
 * longest go.
 *
 * <p>What is sent to another machine is the place and the limit.
 */
public final class FeatureCache implements Serializable {
  /** A time of use is written only when the last one is older: a hit should not cost a write. */
  private static final Duration PRECISION = Duration.ofMinutes(1);

  private static final long serialVersionUID = 1;

  private final transient Path folder;
  private final transient long limit;
  private final transient CacheFolder space;
  private final transient Clock clock;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private volatile boolean writable = true;

  /**
   * A cache in {@code folder}, which is made when the first entry is written.
   *
   * @param limit of all files together, in bytes; what other processes write at the same time may
   *     exceed it by a sixteenth each
   */
  public FeatureCache(Path folder, long limit) {
    this(folder, limit, Clock.systemUTC());
  }

  FeatureCache(Path folder, long limit, Clock clock) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit of " + limit + " bytes");
    }
    this.folder = folder;
    this.limit = limit;
    this.space = new CacheFolder(folder, limit, clock);
    this.clock = clock;
  }

  private FeatureCache(FeatureCache same) {
    this.folder = same.folder;
    this.limit = same.limit;
    this.space = same.space;
    this.clock = same.clock;
  }

  /** The same entries with counters of their own: for who asks what one piece of work found. */
  public FeatureCache apart() {
    return new FeatureCache(this);
  }

  private record Sent(String folder, long limit) implements Serializable {
    private Object readResolve() {
      return new FeatureCache(Path.of(folder), limit);
    }
  }

  private Object writeReplace() {
    return new Sent(folder.toString(), limit);
  }

  /** Where the entries lie. */
  public Path folder() {
    return folder;
  }

  /** How often an entry was found. */
  public long hits() {
    return hits.sum();
  }

  /** How often an entry was missing or damaged. */
  public long misses() {
    return misses.sum();
  }

  /** How many entries were written. */
  public long kept() {
    return kept.sum();
  }

  /** Whether nothing failed to be written yet. */
  public boolean writable() {
    return writable;
  }

  /** The entry of a key; null where there is none that is sound. */
  public @Nullable CacheEntry get(CacheKey key) {
    Path file = file(key);
    CacheEntry entry = Files.exists(file) ? EntryFile.read(file, key) : null;
    if (entry == null) {
      misses.increment();
      return null;
    }
    hits.increment();
    used(file);
    return entry;
  }

  private void used(Path file) {
    try {
      Instant now = clock.instant();
      if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(PRECISION))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException e) {
      // read-only, or just removed by another process: it was read all the same
    }
  }

  /**
   * Keeps an entry in place of any that is there. Failing to do so costs nothing but the time of
   * making it again; after a first failure nothing more is tried.
   */
  public void put(CacheKey key, CacheEntry entry) {
    if (!writable || !space.fits(entry.bytes())) {
      return;
    }
    Path file = file(key);
    try {
      Files.createDirectories(file.getParent());
      EntryFile.write(file, key, entry);
      // the file's own time is the machine's; a clock of its own is for tests
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      space.grown(Files.size(file));
      kept.increment();
    } catch (NoSuchFileException e) {
      // somebody clears the folder at this moment
    } catch (IOException e) {
      writable = false;
      System.getLogger(FeatureCache.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "nothing more is kept in {0} ({1}); name a writable folder with PERIOD_CACHE",
              folder,
              e);
    }
  }

  /** The entry of a key, from the folder or freshly made. */
  public CacheEntry get(CacheKey key, Supplier<CacheEntry> maker) {
    CacheEntry found = get(key);
    if (found != null) {
      return found;
    }
    CacheEntry made = maker.get();
    put(key, made);
    return made;
  }

  private Path file(CacheKey key) {
    String hex = key.hex();
    return folder.resolve(hex.substring(0, 2)).resolve(hex.substring(2) + CacheFolder.EXTENSION);
  }
}
