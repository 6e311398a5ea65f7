package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoWriterTest {
  @TempDir Path folder;

  @Test
  void sameFramesGiveTheSameBytes() throws IOException {
    Path first = TestVideos.grey(folder.resolve("a.mp4"), 32, 20, 10);
    Path second = TestVideos.grey(folder.resolve("b.mp4"), 32, 20, 10);

    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void leavesNothingBehindWhenDrawingFails() throws IOException {
    VideoWriter.Settings settings =
        new VideoWriter.Settings(32, 32, VideoWriter.Codec.H264, 100_000, 10);

    assertThrows(
        IllegalStateException.class,
        () ->
            VideoWriter.write(
                folder.resolve("a.mp4"),
                settings,
                3,
                (index, rgb) -> {
                  throw new IllegalStateException("no frame " + index);
                }));

    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void saysWhatCannotBeWritten() {
    for (String name : new String[] {"a.unknown", "missing-folder/a.mp4"}) {
      PeriodException e =
          assertThrows(
              PeriodException.class, () -> TestVideos.grey(folder.resolve(name), 32, 2, 10));
      assertEquals(PeriodException.Kind.INPUT, e.kind());
    }
  }

  @Test
  void aFrameRateReachesTheEncoder() throws IOException {
    byte[] unknown = noise("unknown.mp4", 0);
    byte[] known = noise("known.mp4", 30);
    assertTrue(known.length > 1.1 * unknown.length, known.length + " and " + unknown.length);
  }

  private byte[] noise(String name, double rate) throws IOException {
    Path file = folder.resolve(name);
    SplittableRandom random = new SplittableRandom(1);
    VideoWriter.write(
        file,
        new VideoWriter.Settings(64, 64, VideoWriter.Codec.H264, 400_000, 60, rate),
        30,
        (index, rgb) -> {
          random.nextBytes(rgb);
          return index / 30.0;
        });
    return Files.readAllBytes(file);
  }
}
