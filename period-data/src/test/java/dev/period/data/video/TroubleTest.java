package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class TroubleTest {
  private static final VideoLimits LIMITS = VideoLimits.defaults();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void video() {
    file = TestVideos.grey(folder.resolve("a.mp4"), 32, 50, 25);
  }

  private void assertSays(String problem, Executable reading) {
    PeriodException e = assertThrows(PeriodException.class, reading);
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertEquals(file + " " + problem + ".", e.getMessage());
  }

  private void read(double start, double end) {
    VideoReader.read(file, 8, 8, start, end, LIMITS);
  }

  private void stream(double start, double end) {
    VideoReader.stream(file, 8, 8, start, end, 25, LIMITS, (rgb, width, height, seconds) -> {});
  }

  @Test
  void nothingLiesBetweenTwoFrames() {
    assertSays("has no frame between 1.01 s and 1.02 s", () -> read(1.01, 1.02));
    assertSays("has no frame between 1.01 s and 1.02 s", () -> stream(1.01, 1.02));
  }

  @Test
  void aStartLiesBehindTheEnd() {
    assertSays("ends at 2.00 s, not after the start asked for (5.00 s)", () -> read(5, 9));
    assertSays("ends at 2.00 s, not after the start asked for (5.00 s)", () -> stream(5, 9));
  }

  @Test
  void whyThereIsNoFrame() {
    Trouble trouble = new Trouble(file, LIMITS);
    try (Deadline deadline = new Deadline(60);
        MediaSource source = new MediaSource(file, LIMITS, deadline)) {
      assertSays(
          "has no frame that can be decoded; it is damaged, cut off or too large",
          () -> {
            throw trouble.noFrame(source, 0, 9, 1, false);
          });
      assertSays(
          "has no frame between 0.00 s and 0.30 s",
          () -> {
            throw trouble.noFrame(source, 0, 0.3, Double.NaN, true);
          });
      deadline.extend(-61);
      assertNull(source.next());
      assertSays(
          "gave no frame within 60 s; please convert it to H.264",
          () -> {
            throw trouble.noFrame(source);
          });
      assertEquals(
          List.of(
              file + ": only the part up to 1.0 s is used, since decoding took longer than 60 s"),
          trouble.warnings(source, true, 25, 1));
    }
  }

  @Test
  void anInterruptIsNoDamage() {
    try (Deadline deadline = new Deadline(60);
        MediaSource source = new MediaSource(file, LIMITS, deadline)) {
      Thread.currentThread().interrupt();
      assertNull(source.next());
      Trouble trouble = new Trouble(file, LIMITS);
      PeriodException e = trouble.noFrame(source);
      assertTrue(String.valueOf(e.getMessage()).contains("the thread was interrupted"));
      PeriodException early = trouble.noFrame(source, 1.5, 2, 0.5, false);
      assertTrue(String.valueOf(early.getMessage()).contains("the thread was interrupted"));
    } finally {
      Thread.interrupted();
    }
  }
}
