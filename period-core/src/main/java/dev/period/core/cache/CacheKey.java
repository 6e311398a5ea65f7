package dev.period.core.cache;

import java.util.Locale;
import java.util.Map;

/**
 * What an entry is found by: the hash of everything that it was made of.
 *
 * @param hex SHA-256 in lower-case hexadecimal
 */
public record CacheKey(String hex) {
  /** Checks that it can be the name of a file. */
  public CacheKey {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("'" + hex + "' is no SHA-256");
    }
  }

  /**
   * The key of something made of {@code ingredients}. Any other value, name or order is another
   * key.
   *
   * @param kind what is made, with a version that changes whenever it is made differently
   * @param ingredients by name, in an order that is always the same; numbers should be numbers, so
   *     that all their digits count
   */
  public static CacheKey of(String kind, Map<String, Object> ingredients) {
    StringBuilder text = new StringBuilder();
    append(text, kind);
    ingredients.forEach(
        (name, value) -> {
          append(text, name);
          append(text, String.valueOf(value));
        });
    return new CacheKey(ContentHash.of(text.toString()));
  }

  /** With its length, so that no two lists of texts are written alike. */
  private static void append(StringBuilder text, String part) {
    text.append(String.format(Locale.ROOT, "%d:", part.length())).append(part).append('\n');
  }
}
