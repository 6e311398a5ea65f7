package dev.period.core.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.checkpoint.TensorData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
  private static final CacheKey KEY = CacheKey.of("test", Map.of("a", 1));
  private static final long PLENTY = 1 << 20;

  @TempDir Path folder;

  private static CacheEntry entry(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9E3779B9);
    }
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("b", TensorData.of(values, size));
    tensors.put("a", TensorData.of(new double[] {-0.0, Double.MIN_VALUE, Math.PI}, 3));
    tensors.put("c", TensorData.of(new byte[] {1, -1, 0, 7}, 2, 2));
    return new CacheEntry(tensors, Map.of("word", "ä \"quoted\" \n", "other", ""));
  }

  private static void assertSame(CacheEntry expected, @Nullable CacheEntry actual) {
    assertNotNull(actual);
    assertEquals(List.copyOf(expected.tensors().keySet()), List.copyOf(actual.tensors().keySet()));
    expected
        .tensors()
        .forEach(
            (name, tensor) -> {
              TensorData other = actual.tensors().get(name);
              assertEquals(tensor.dtype(), other.dtype());
              assertArrayEquals(tensor.shape(), other.shape());
              assertEquals(tensor.bytes(), other.bytes());
            });
    assertEquals(expected.words(), actual.words());
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void whatIsApartSharesEntriesButCountsForItself() {
    FeatureCache cache = new FeatureCache(folder, PLENTY);
    FeatureCache apart = cache.apart();
    apart.get(KEY, () -> entry(5));
    assertEquals(1, apart.misses());
    assertEquals(1, apart.kept());
    assertEquals(0, cache.misses() + cache.kept());
    assertNotNull(cache.get(KEY));
    assertEquals(1, cache.hits());
    assertEquals(0, apart.hits());
    FeatureCache small = new FeatureCache(folder.resolve("small"), 1);
    small.put(KEY, entry(5));
    assertEquals(0, small.kept());
    assertTrue(small.writable(), "too large is not a failure");
  }

  @Test
  void whatIsFoundIsWhatWasKeptBitForBit() {
    CacheEntry made = entry(100);
    FeatureCache cache = new FeatureCache(folder, PLENTY);
    assertNull(cache.get(KEY));
    assertSame(made, cache.get(KEY, () -> made));
    assertSame(made, new FeatureCache(folder, PLENTY).get(KEY));
    assertSame(
        made,
        cache.get(
            KEY,
            () -> {
              throw new AssertionError("it is there");
            }));
    assertEquals(1, cache.hits());
    assertEquals(2, cache.misses());
    assertNull(cache.get(CacheKey.of("test", Map.of("a", 2))));
  }

  @Test
  void aFlippedBitAnywhereIsNoticed() throws IOException {
    CacheEntry made = entry(8);
    FeatureCache cache = new FeatureCache(folder, PLENTY);
    cache.put(KEY, made);
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    int harmless = 0;
    for (int at = 0; at < good.length; at++) {
      for (int bit = 0; bit < 8; bit += 7) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << bit);
        Files.write(file, bad);
        CacheEntry read = cache.get(KEY);
        if (read != null) {
          assertSame(made, read);
          harmless++;
        }
      }
    }
    // only the spaces that pad the header can change without changing anything
    assertTrue(harmless < 16, harmless + " flips were not noticed");
  }

  @Test
  void aFileThatIsCutOffOrForeignIsMadeAnew() throws IOException {
    CacheEntry made = entry(50);
    FeatureCache cache = new FeatureCache(folder, PLENTY);
    cache.put(KEY, made);
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, Arrays.copyOf(good, length));
      assertNull(cache.get(KEY), length + " bytes");
    }
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    assertNull(cache.get(KEY));
    assertSame(made, cache.get(KEY, () -> made));
    assertSame(made, cache.get(KEY));

    // a sound entry of another key in this one's place
    CacheKey other = CacheKey.of("test", Map.of("a", 3));
    cache.put(other, entry(3));
    Path foreign = files().stream().filter(path -> !path.equals(file)).findFirst().orElseThrow();
    Files.write(file, Files.readAllBytes(foreign));
    assertNull(cache.get(KEY));
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() throws IOException {
    Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
    InstantSource source = () -> now[0];
    Clock clock = source.withZone(ZoneOffset.UTC);
    long one = size(entry(1000));
    FeatureCache cache = new FeatureCache(folder, 3 * one + one / 2, clock);
    CacheKey[] keys = new CacheKey[5];
    for (int i = 0; i < 3; i++) {
      keys[i] = CacheKey.of("test", Map.of("i", i));
      cache.put(keys[i], entry(1000));
      now[0] = now[0].plusSeconds(600);
    }
    assertNotNull(cache.get(keys[0]));
    for (int i = 3; i < 5; i++) {
      now[0] = now[0].plusSeconds(600);
      keys[i] = CacheKey.of("test", Map.of("i", i));
      cache.put(keys[i], entry(1000));
    }

    assertEquals(3, files().size());
    assertNull(cache.get(keys[1]));
    assertNull(cache.get(keys[2]));
    for (int i : new int[] {0, 3, 4}) {
      assertNotNull(cache.get(keys[i]), "entry " + i);
    }
    assertEquals(new CacheFolder.Usage(3, 3 * one), CacheFolder.usage(folder));
    cache.put(CacheKey.of("test", Map.of("large", 1)), entry(4000));
    assertEquals(3, files().size(), "larger than the whole cache");
  }

  private static long size(CacheEntry entry) throws IOException {
    Path apart = Files.createTempDirectory("entry");
    FeatureCache cache = new FeatureCache(apart, PLENTY);
    cache.put(KEY, entry);
    long bytes = CacheFolder.usage(apart).bytes();
    CacheFolder.clear(apart);
    return bytes;
  }

  @Test
  void leftoversOfTheDeadGoAndFilesOfOthersStay() throws IOException {
    FeatureCache cache = new FeatureCache(folder, PLENTY);
    cache.put(KEY, entry(5));
    Path left = Files.write(folder.resolve(".tmp-left"), new byte[10]);
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path fresh = Files.write(folder.resolve(".tmp-fresh"), new byte[10]);
    Path foreign = Files.write(folder.resolve("notes.txt"), new byte[10]);
    new FeatureCache(folder, PLENTY).put(CacheKey.of("test", Map.of("b", 1)), entry(5));

    assertFalse(Files.exists(left));
    assertTrue(Files.exists(fresh));
    assertEquals(3, CacheFolder.clear(folder).entries());
    assertEquals(List.of(foreign), files());
    assertNull(cache.get(KEY));
  }

  @Test
  void aFolderThatCannotBeWrittenOnlyKeepsNothing() throws IOException {
    Path blocked = Files.write(folder.resolve("file"), new byte[1]);
    FeatureCache cache = new FeatureCache(blocked.resolve("cache"), PLENTY);
    CacheEntry made = entry(5);
    assertSame(made, cache.get(KEY, () -> made));
    assertSame(made, cache.get(KEY, () -> made));
    assertEquals(2, cache.misses());

    FeatureCache nothing = new FeatureCache(folder.resolve("none"), 0);
    assertSame(made, nothing.get(KEY, () -> made));
    assertFalse(Files.exists(folder.resolve("none")));
    assertThrows(IllegalArgumentException.class, () -> new FeatureCache(folder, -1));
  }

  @Test
  void aReadOnlyFolderIsStillRead() {
    CacheEntry made = entry(5);
    new FeatureCache(folder, PLENTY).put(KEY, made);
    Path shelf = folder.resolve(KEY.hex().substring(0, 2));
    assertTrue(shelf.toFile().setWritable(false) && folder.toFile().setWritable(false));
    try {
      FeatureCache cache = new FeatureCache(folder, PLENTY);
      assertSame(made, cache.get(KEY));
      CacheEntry other = cache.get(CacheKey.of("test", Map.of("new", 1)), () -> made);
      assertSame(made, other);
    } finally {
      assertTrue(shelf.toFile().setWritable(true) && folder.toFile().setWritable(true));
    }
  }

  @Test
  void threadsSeeWholeEntriesOrNone() throws IOException {
    FeatureCache[] caches = {new FeatureCache(folder, 60_000), new FeatureCache(folder, 60_000)};
    IntStream.range(0, 2000)
        .parallel()
        .forEach(
            i -> {
              int size = 100 + i * 7 % 50;
              CacheKey key = CacheKey.of("test", Map.of("size", size));
              CacheEntry expected = entry(size);
              assertSame(expected, caches[i % 2].get(key, () -> expected));
            });
    assertTrue(files().stream().noneMatch(file -> file.getFileName().toString().startsWith(".")));
    assertTrue(caches[0].hits() + caches[1].hits() > 500);
  }

  /** Reads and writes the entries of {@link #processesShareAFolder}. */
  static final class OtherProcess {
    private OtherProcess() {}

    /** Arguments: the folder. */
    public static void main(String[] arguments) {
      FeatureCache cache = new FeatureCache(Path.of(arguments[0]), PLENTY);
      for (int round = 0; round < 40; round++) {
        for (int size = 1; size < 30; size++) {
          CacheEntry expected = entry(size);
          CacheKey key = CacheKey.of("test", Map.of("size", size));
          assertSame(expected, cache.get(key, () -> expected));
          if (round % 10 == 0) {
            cache.put(key, expected);
          }
        }
      }
    }
  }

  @Test
  void processesShareAFolder() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  OtherProcess.class.getName(),
                  folder.toString())
              .inheritIO()
              .start());
    }
    for (Process process : processes) {
      assertEquals(0, process.waitFor());
    }
    assertEquals(29, files().size());
    CacheFolder.clear(folder);
    try {
      CacheFolder.clear(folder.resolve("none"));
    } catch (UncheckedIOException e) {
      throw new AssertionError("there is nothing to remove", e);
    }
  }
}
