package dev.period.cli;

import dev.period.core.clip.ClipVisionConfig;
import dev.period.data.video.VideoViewer;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;

/** How many clips are looked at at once: as many as there are cores and room for. */
final class ParallelClips {
  private static final int MOST = 16;

  private ParallelClips() {}

  static int of(Period period, PeriodOptions options) {
    ClipVisionConfig tower = period.config().visionConfig();
    int side = tower == null ? 1 : tower.imageSize();
    return of(side, options, Runtime.getRuntime().maxMemory());
  }

  /**
   * The same for a model that sees frames of a size.
   *
   * @param heap in bytes
   */
  static int of(int side, PeriodOptions options, long heap) {
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    // half of the heap for frames: the rest is for what is made of them
    long room = heap / 2 / VideoViewer.bytesAtMost(side, options.limits());
    return (int) Math.max(1, Math.min(Math.min(threads, MOST), room));
  }
}
