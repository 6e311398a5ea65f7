package dev.period.cli.doctor;

import dev.period.cli.Size;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/** The JVM and the machine. */
final class JavaCheck implements Check {
  @Override
  public List<Finding> look() {
    Runtime runtime = Runtime.getRuntime();
    String java =
        "%s (%s) in %s"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"));
    String machine =
        "%s %s, %d cores, %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                runtime.availableProcessors(),
                memory());
    String heap = Size.of(runtime.maxMemory()) + " at most for Java's own heap";
    return List.of(
        Finding.fine("Java", java), Finding.fine("machine", machine), Finding.fine("heap", heap));
  }

  private static String memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return String.format(
          Locale.ROOT,
          "%s of memory, %s free",
          Size.of(system.getTotalMemorySize()),
          Size.of(system.getFreeMemorySize()));
    }
    return "memory unknown";
  }
}
