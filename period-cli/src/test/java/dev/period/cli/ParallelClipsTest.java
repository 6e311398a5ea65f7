package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.data.video.VideoLimits;
import dev.period.infer.PeriodOptions;
import org.junit.jupiter.api.Test;

class ParallelClipsTest {
  private static final long GIB = 1L << 30;

  private static int clips(int side, int frames, long heap) {
    PeriodOptions options = new PeriodOptions("cpu", "fp32", 8);
    VideoLimits limits = VideoLimits.defaults().withMaxKeptFrames(frames);
    return ParallelClips.of(side, options.withLimits(limits), heap);
  }

  @Test
  void asManyAsThereAreThreads() {
    assertEquals(8, clips(48, 2048, GIB));
  }

  @Test
  void framesOfAClipTakeNoMoreThanAViewerKeeps() {
    // 128 MiB each, of which half of the heap holds so many
    assertEquals(4, clips(336, 2048, GIB));
    assertEquals(4, clips(48, 1_000_000, GIB));
    assertEquals(8, clips(336, 100, GIB), "fewer frames take less");
    assertEquals(1, clips(336, 2048, GIB / 8), "one in any case");
  }
}
