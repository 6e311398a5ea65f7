package dev.period.core.cache;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where caches lie and how large they may become: one place for everything, named by {@code
 * PERIOD_CACHE}.
 */
public final class CachePlace {
  /** 4 GiB: the Gram matrices of about ten thousand clips, or CLIP-L's patches of a few hundred. */
  public static final long DEFAULT_LIMIT = 4L << 30;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([kKmMgGtT]?)[iI]?[bB]?");
  private static final String LIMIT = "PERIOD_CACHE_LIMIT";

  private CachePlace() {}

  /** The folder of everything: where the launcher says, else as the launcher would say. */
  public static Path root() {
    return root(System.getProperty("period.cache"), System.getenv());
  }

  static Path root(@Nullable String property, Map<String, String> environment) {
    if (property != null) {
      return Path.of(property);
    }
    String named = environment.get("PERIOD_CACHE");
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    String shared = environment.get("XDG_CACHE_HOME");
    return shared == null || shared.isEmpty()
        ? Path.of(System.getProperty("user.home", "."), ".cache", "period")
        : Path.of(shared, "period");
  }

  /** The folder of the feature cache. */
  public static Path features() {
    return root().resolve("features");
  }

  /**
   * The feature cache's limit in bytes: {@code PERIOD_CACHE_LIMIT}, for example {@code 500M} or
   * {@code 8G} in powers of 1024, else {@link #DEFAULT_LIMIT}.
   *
   * @throws PeriodException of kind USAGE when it is no size
   */
  public static long limit() {
    return limit(System.getenv(LIMIT));
  }

  static long limit(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return DEFAULT_LIMIT;
    }
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          LIMIT + " is '" + text + "'; give a size such as 500M or 8G, or 0 to keep nothing");
    }
    String unit = size.group(2).toLowerCase(Locale.ROOT);
    int power = unit.isEmpty() ? 0 : 10 * (1 + "kmgt".indexOf(unit));
    long number = Long.parseLong(size.group(1));
    return number > Long.MAX_VALUE >> power ? Long.MAX_VALUE : number << power;
  }

  /** The feature cache at its place, of the size that is set. */
  public static FeatureCache open() {
    return new FeatureCache(features(), limit());
  }
}
