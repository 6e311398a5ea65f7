package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With files that SciPy wrote: level = round(120 + 20c + 10 sin(2π 1.2 t / 30) + x + 2y). */
class MatFileTest {
  private static final int FRAMES = 70;

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : new String[] {"mmpd-compressed.mat", "mmpd-uint8.mat"}) {
      try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
        Files.copy(in, folder.resolve(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmpd-compressed.mat", "mmpd-uint8.mat"})
  void videosAsTraces(String name) {
    VideoTrace video = MatTrace.read(folder.resolve(name), "video", 30, RegionRule.WHOLE);
    assertEquals(1, video.coverage());
    ColourTrace trace = video.trace();
    assertEquals(FRAMES, trace.frames());
    for (int t = 0; t < FRAMES; t++) {
      double swing = Math.rint(10 * Math.sin(2 * Math.PI * 1.2 * t / 30));
      for (int c = 0; c < 3; c++) {
        assertEquals(128.5 + 20 * c + swing, trace.rgb()[c][t], 1e-9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mmpd-compressed.mat", "mmpd-uint8.mat"})
  void smallArrays(String name) {
    double[] found =
        new MatFile(folder.resolve(name))
            .read(
                "GT_ppg",
                array -> {
                  assertArrayEquals(new int[] {1, 2 * FRAMES}, array.shape());
                  double[] values = new double[2];
                  array.skip(10);
                  array.next(values);
                  return values;
                });
    double[] expected = {Math.sin(2 * Math.PI * 12 / 60), Math.sin(2 * Math.PI * 13.2 / 60)};
    assertArrayEquals(expected, found, 1e-7);
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path good = folder.resolve("mmpd-uint8.mat");
    assertProblem(good, "nothing", "has no array 'nothing'");
    assertProblem(Files.writeString(folder.resolve("a.mat"), "text"), "video", "not a MATLAB file");
    assertProblem(
        Files.writeString(folder.resolve("b.mat"), "MATLAB 7.3 MAT-file" + " ".repeat(200)),
        "video",
        "option -v7");
    assertThrows(
        PeriodException.class,
        () -> MatTrace.read(good, "GT_ppg", 30, RegionRule.WHOLE),
        "not a video");
  }

  /** No prefix and no changed byte may do worse than a PeriodException. */
  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("mmpd-compressed.mat"));
    Path file = folder.resolve("damaged.mat");
    for (int length : new int[] {0, 1, 100, 127, 128, 130, 135, 200, 1000}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(PeriodException.class, () -> MatTrace.read(file, "video", 30, RegionRule.WHOLE));
    }
    for (int at = 128; at < bytes.length; at += 7) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x55;
      Files.write(file, changed);
      try {
        MatTrace.read(file, "video", 30, RegionRule.WHOLE);
      } catch (PeriodException e) {
        assertEquals(PeriodException.Kind.INPUT, e.kind());
      }
    }
  }

  private static void assertProblem(Path file, String array, String text) {
    PeriodException e =
        assertThrows(PeriodException.class, () -> new MatFile(file).read(array, MatArray::shape));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(text), e.getMessage());
  }
}
