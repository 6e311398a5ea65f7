package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Videos as the world has them: more bits, odd sizes, headers that lie. */
class UnusualVideoTest {
  @TempDir Path folder;

  /** With colour 16 is black and 235 white; grey alone goes from 0 to 255. */
  private static int expected(int luma, String sampling) {
    return sampling.equals("mono")
        ? luma
        : Math.min(255, Math.max(0, Math.round((luma - 16) * 255f / 219)));
  }

  @ParameterizedTest
  @CsvSource({
    "64, 64, 420, 8",
    "64, 64, 420, 10",
    "64, 48, 422, 10",
    "64, 64, 444, 12",
    "64, 64, mono, 8",
    "63, 47, 420, 8",
    "33, 35, 444, 10",
    "1, 1, 444, 8",
    "3, 200, 422, 8",
  })
  void readsEveryKindOfPixel(int width, int height, String sampling, int bits) throws IOException {
    Path file = folder.resolve("a.y4m");
    RawVideo.write(file, width, height, sampling, bits, 12, 10);

    FrameSequence video = TestVideos.read(file, 16, 16);

    assertEquals(12, video.frames());
    assertEquals(1.2, video.durationSeconds(), 0.11);
    for (int i = 0; i < 12; i++) {
      assertEquals(i / 10.0, video.timesSeconds()[i], 1e-3);
      int dark = expected(TestVideos.brightness(i), sampling);
      assertEquals(dark, TestVideos.green(video, i, 13, 13), 3);
      if (width > 16 && height > 16) {
        assertEquals(expected(235, sampling), TestVideos.green(video, i, 3, 3), 3);
      }
    }
  }

  /** Overwrites the four bytes that lie {@code offset} behind the mark. */
  private static void patch(Path file, String mark, int offset, long value, ByteOrder order)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
    int found = 0;
    for (int at = 0; at + wanted.length < bytes.length; at++) {
      boolean same = true;
      for (int i = 0; i < wanted.length && same; i++) {
        same = bytes[at + i] == wanted[i];
      }
      if (same) {
        ByteBuffer.wrap(bytes).order(order).putInt(at + offset, (int) value);
        found++;
      }
    }
    assertTrue(found > 0, "there is no " + mark);
    Files.write(file, bytes);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "7", "1000", "2147483647", "4294967295"})
  void doesNotBelieveTheNumberOfFramesOfAnAvi(long frames) throws IOException {
    Path file = TestVideos.grey(folder.resolve("a.avi"), 32, 30, 10);
    patch(file, "avih", 24, frames, ByteOrder.LITTLE_ENDIAN);
    patch(file, "strh", 40, frames, ByteOrder.LITTLE_ENDIAN);

    FrameSequence video = TestVideos.read(file, 8, 8);

    assertEquals(30, video.frames());
    assertEquals(2.9, video.timesSeconds()[29], 0.01);
  }

  @ParameterizedTest
  @CsvSource({"mdhd, 0", "mdhd, 100", "mdhd, 4294967294", "mvhd, 1", "mvhd, 4294967294"})
  void doesNotBelieveTheDurationOfAnMp4(String box, long duration) throws IOException {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 30, 10);
    patch(file, box, 20, duration, ByteOrder.BIG_ENDIAN);

    DecodedVideo read =
        VideoReader.read(file, 8, 8, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults());

    assertEquals(30, read.frames().frames());
    assertEquals(3, read.frames().durationSeconds(), 0.11);
  }

  @Test
  void tellsWhatAFileClaims() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 30, 10);
    VideoInfo info = VideoReader.info(file, VideoLimits.defaults());
    assertEquals(10, info.framesPerSecond(), 1e-3);
    assertEquals(3, info.durationSeconds(), 0.01);
  }
}
