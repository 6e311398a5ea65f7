package dev.period.cli.doctor;

import dev.period.cli.Size;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The one folder where native libraries are unpacked. */
final class CacheCheck implements Check {
  private static final String ADVICE = "name a writable folder with PERIOD_CACHE";

  @Override
  public List<Finding> look() {
    String property = System.getProperty("period.cache");
    if (property == null) {
      return List.of(Finding.fine("cache", "chosen by DJL and JavaCPP (not started by 'period')"));
    }
    Path folder = Path.of(property);
    String detail = "%s, %s".formatted(folder, Size.of(Size.below(folder)));
    return List.of(
        Files.isWritable(folder)
            ? Finding.fine("cache", detail + "; may be deleted at any time")
            : Finding.hint("cache", detail + ", not writable", ADVICE));
  }
}
