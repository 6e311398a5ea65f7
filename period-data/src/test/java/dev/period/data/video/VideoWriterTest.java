package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
