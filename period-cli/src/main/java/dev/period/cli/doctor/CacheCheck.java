package dev.period.cli.doctor;

import dev.period.cli.Size;
import dev.period.core.PeriodException;
import dev.period.core.cache.CacheFolder;
import dev.period.core.cache.CachePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The one folder where native libraries are unpacked and where what was seen of videos is kept. */
final class CacheCheck implements Check {
  private static final String ADVICE = "name a writable folder with PERIOD_CACHE";

  @Override
  public List<Finding> look() {
    return List.of(whole(), features());
  }

  private static Finding whole() {
    String property = System.getProperty("period.cache");
    if (property == null) {
      return Finding.fine("cache", "chosen by DJL and JavaCPP (not started by 'period')");
    }
    Path folder = Path.of(property);
    String detail = "%s, %s".formatted(folder, Size.of(Size.below(folder)));
    return Files.isWritable(folder)
        ? Finding.fine("cache", detail + "; may be deleted at any time")
        : Finding.hint("cache", detail + ", not writable", ADVICE);
  }

  private static Finding features() {
    CacheFolder.Usage usage = CacheFolder.usage(CachePlace.features());
    String detail =
        String.format(
            Locale.ROOT,
            "%s in %d entries in %s",
            Size.of(usage.bytes()),
            usage.entries(),
            CachePlace.features());
    try {
      return Finding.fine(
          "features",
          detail + ", at most " + Size.of(CachePlace.limit()) + "; --clear-cache empties it");
    } catch (PeriodException e) {
      return Finding.hint("features", detail, String.valueOf(e.getMessage()));
    }
  }
}
