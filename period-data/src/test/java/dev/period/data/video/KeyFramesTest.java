package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFramesTest {
  private static final VideoLimits USUAL = VideoLimits.defaults();

  @TempDir private Path folder;

  private Path video(int width, int height, int frames) {
    return TestVideos.grey(
        folder.resolve("a.mp4"), VideoWriter.Codec.H264, width, height, frames, 10);
  }

  @Test
  void theyAreSpreadOverThePartInTheShapeOfTheVideo() {
    FrameSequence frames = KeyFrames.of(video(96, 64, 100), 2, 9, 240, 8, USUAL);
    assertEquals(8, frames.frames());
    assertEquals(240, frames.width());
    assertEquals(160, frames.height());
    assertEquals(2, frames.timesSeconds()[0], 0.001);
    assertEquals(8.9, frames.timesSeconds()[7], 0.11);
  }

  @Test
  void aShortVideoHasFewer() {
    Path tall = video(64, 96, 3);
    FrameSequence frames = KeyFrames.of(tall, 0, Double.POSITIVE_INFINITY, 240, 8, USUAL);
    assertEquals(3, frames.frames());
    assertEquals(160, frames.width());
    assertEquals(240, frames.height());
  }

  @Test
  void theyAreReadWithinTheLimitsGiven() {
    Path file = video(96, 64, 10);
    VideoLimits small = new VideoLimits(96 * 64 - 1, 60, 100, 100);
    assertThrows(PeriodException.class, () -> KeyFrames.of(file, 0, 1, 240, 8, small));
  }
}
