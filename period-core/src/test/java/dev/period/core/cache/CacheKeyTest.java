package dev.period.core.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheKeyTest {
  @TempDir Path folder;

  private static CacheKey key(Object... pairs) {
    Map<String, Object> ingredients = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      ingredients.put((String) pairs[i], pairs[i + 1]);
    }
    return CacheKey.of("kind", ingredients);
  }

  @Test
  void everyIngredientCounts() {
    List<CacheKey> keys =
        List.of(
            key("a", 1, "b", 2),
            key("a", 1, "b", 3),
            key("a", 1, "c", 2),
            key("b", 2, "a", 1),
            key("a", 1),
            key("a", "1\nb:2"),
            key("a", "1", "b", "2\n"),
            key("a1", "", "b", 2),
            key(),
            CacheKey.of("kind2", Map.of()));
    Set<CacheKey> different = new HashSet<>(keys);
    assertEquals(keys.size(), different.size());
    assertEquals(key("a", 0.1), key("a", 0.1));
    assertThrows(IllegalArgumentException.class, () -> new CacheKey("../../etc"));
  }

  @Test
  void aFileIsItsContentNotItsName() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "abc");
    // the published test value of FIPS 180-2
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertEquals(abc, ContentHash.ofFile(file));
    assertEquals(abc, ContentHash.ofFile(Files.copy(file, folder.resolve("b"))));
    Files.writeString(file, "abd");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    assertNotEquals(abc, ContentHash.ofFile(file));
    byte[] large = new byte[(1 << 20) + 3];
    large[1 << 20] = 1;
    Path longer = Files.write(folder.resolve("c"), large);
    assertEquals(ContentHash.of(large), ContentHash.ofFile(longer));
    assertThrows(PeriodException.class, () -> ContentHash.ofFile(folder.resolve("none")));
  }

  @Test
  void numbersCountBitForBit() {
    float[] values = new float[300_000];
    String hash = new ContentHash.Growing().add("x").add(values).hex();
    values[299_999] = -0f;
    assertNotEquals(hash, new ContentHash.Growing().add("x").add(values).hex());
    values[299_999] = 0f;
    assertEquals(hash, new ContentHash.Growing().add("x").add(values).hex());
    assertNotEquals(hash, new ContentHash.Growing().add("y").add(values).hex());
  }

  @Test
  void placeAndLimitCanBeChosen() {
    assertEquals(Path.of("p"), CachePlace.root("p", Map.of("PERIOD_CACHE", "q")));
    assertEquals(
        Path.of("q"), CachePlace.root(null, Map.of("PERIOD_CACHE", "q", "XDG_CACHE_HOME", "r")));
    assertEquals(Path.of("r", "period"), CachePlace.root(null, Map.of("XDG_CACHE_HOME", "r")));
    assertEquals(
        Path.of(System.getProperty("user.home"), ".cache", "period"),
        CachePlace.root(null, Map.of()));
    assertEquals(4L << 30, CachePlace.limit(null));
    assertEquals(0, CachePlace.limit("0"));
    assertEquals(500L << 20, CachePlace.limit(" 500M "));
    assertEquals(8L << 30, CachePlace.limit("8GiB"));
    assertEquals(1024, CachePlace.limit("1kb"));
    assertEquals(Long.MAX_VALUE, CachePlace.limit("999999999999T"));
    PeriodException e = assertThrows(PeriodException.class, () -> CachePlace.limit("a lot"));
    assertEquals(PeriodException.Kind.USAGE, e.kind());
    assertThrows(PeriodException.class, () -> CachePlace.limit("-1"));
  }
}
