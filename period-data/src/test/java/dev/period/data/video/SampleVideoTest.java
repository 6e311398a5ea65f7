package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleVideoTest {
  private static final Path COMMITTED = Path.of("..", "docs", "samples", "jumping-jacks.mp4");

  @TempDir Path folder;

  @Test
  void showsEightJumpingJacksBetweenTwoSecondsOfStandingStill() {
    assertEquals(0, SampleVideo.jacksDone(1));
    assertEquals(1, SampleVideo.jacksDone(2.02), 1e-9);
    assertEquals(8, SampleVideo.jacksDone(9.01));
    assertEquals(8, SampleVideo.jacksDone(10));
  }

  @Test
  void theCommittedFileIsTheOneThatTheProgramWrites() throws IOException {
    Path written = folder.resolve("sample.mp4");
    SampleVideo.write(written);

    FrameSequence expected = TestVideos.read(written, 48, 27);
    FrameSequence committed = TestVideos.read(COMMITTED, 48, 27);

    assertEquals(10, committed.durationSeconds(), 0.05);
    assertArrayEquals(expected.timesSeconds(), committed.timesSeconds(), 1e-3);
    // Another JDK may draw edges a little differently, so pixels agree on average only.
    long difference = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      difference += Math.abs((expected.rgb()[i] & 0xff) - (committed.rgb()[i] & 0xff));
    }
    assertTrue(difference < 2L * expected.rgb().length);
    assertTrue(Files.size(COMMITTED) < 400_000);
  }
}
