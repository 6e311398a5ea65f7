package dev.period.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as Linux tells it; NaN elsewhere. */
final class Resident {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR = Path.of("/proc/self/clear_refs");

  private Resident() {}

  /** Bytes in memory now. */
  static double now() {
    return value("VmRSS");
  }

  /** The most there were since {@link #forgetPeak}. */
  static double peak() {
    return value("VmHWM");
  }

  /** Begins to look for the peak anew. */
  static void forgetPeak() {
    try {
      Files.writeString(CLEAR, "5");
    } catch (IOException e) {
      throw new IllegalStateException("the peak of memory can be measured on Linux only", e);
    }
  }

  private static double value(String key) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(key))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
