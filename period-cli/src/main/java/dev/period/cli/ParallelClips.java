package dev.period.cli;

import dev.period.core.clip.ClipVisionConfig;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;

/** How many clips are looked at at once: as many as there are cores and room for. */
final class ParallelClips {
  private static final int MOST = 16;

  /** Frames that the reader keeps of a clip at most. */
  private static final long FRAMES = 2048;

  private ParallelClips() {}

  static int of(Period period, PeriodOptions options) {
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    ClipVisionConfig tower = period.config().visionConfig();
    long side = tower == null ? 1 : tower.imageSize();
    // half of the heap for frames: the rest is for what is made of them
    long room = Runtime.getRuntime().maxMemory() / 2 / (3 * side * side * FRAMES);
    return (int) Math.max(1, Math.min(Math.min(threads, MOST), room));
  }
}
