package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameStreamTest {
  @TempDir private Path folder;

  @Test
  void showsEveryFrameAtItsTime() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 70, 25);
    List<Double> times = new ArrayList<>();
    List<String> warnings =
        VideoReader.forEachFrame(
            file,
            1000,
            VideoLimits.defaults(),
            (rgb, width, height, seconds) -> {
              assertEquals(32, width);
              assertEquals(32, height);
              int corner = rgb[3 * (31 * 32 + 31) + 1] & 0xFF;
              assertEquals(TestVideos.brightness(times.size()), corner, 6);
              times.add(seconds);
            });
    assertEquals(List.of(), warnings);
    assertEquals(70, times.size());
    for (int i = 0; i < times.size(); i++) {
      assertEquals(i / 25.0, times.get(i), 1e-3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.avi"})
  void aPartIsAsInTheWholeVideo(String name) {
    Path file = TestVideos.grey(folder.resolve(name), 32, 100, 25);
    Map<Double, byte[]> whole = new LinkedHashMap<>();
    show(file, 0, Double.POSITIVE_INFINITY, whole);
    Map<Double, byte[]> part = new LinkedHashMap<>();
    assertEquals(List.of(), show(file, 1.98, 3, part));
    assertEquals(25, part.size(), "the frame at 3 s is not one of them");
    assertEquals(2, part.keySet().iterator().next(), 2e-3);
    part.forEach((time, rgb) -> assertArrayEquals(whole.get(time), rgb, time + " s"));
  }

  private static List<String> show(
      Path file, double start, double end, Map<Double, byte[]> frames) {
    return VideoReader.forEachFrame(
        file,
        64,
        start,
        end,
        VideoLimits.defaults(),
        (rgb, width, height, seconds) -> frames.put(seconds, rgb.clone()));
  }

  @Test
  void whatLiesOutsideAPartIsNotDecoded() throws IOException {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 64, 200, 25);
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {bytes.length / 5, 2 * bytes.length / 3}) {
      Arrays.fill(bytes, at, at + 1000, (byte) 0x55);
    }
    Files.write(file, bytes);
    assertEquals(1, show(file, 0, Double.POSITIVE_INFINITY, new LinkedHashMap<>()).size());
    assertEquals(List.of(), show(file, 4, 4.4, new LinkedHashMap<>()));
  }

  @Test
  void reducesLargeFramesInProportion() {
    Path file = TestVideos.grey(folder.resolve("a.mkv"), VideoWriter.Codec.MPEG4, 96, 48, 3, 25);
    VideoReader.forEachFrame(
        file,
        24,
        VideoLimits.defaults(),
        (rgb, width, height, seconds) -> {
          assertEquals(24, width);
          assertEquals(12, height);
          assertEquals(3 * 24 * 12, rgb.length);
        });
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertThrows(PeriodException.class, () -> read(folder.resolve("gone.mp4")));
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    assertThrows(PeriodException.class, () -> read(text));
    Path whole = TestVideos.grey(folder.resolve("whole.mkv"), 32, 60, 25);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.mkv");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    try {
      read(cut).forEach(warning -> assertTrue(warning.contains("cut.mkv")));
    } catch (PeriodException e) {
      assertEquals(PeriodException.Kind.INPUT, e.kind());
    }
  }

  private static List<String> read(Path file) {
    return VideoReader.forEachFrame(file, 64, VideoLimits.defaults(), (rgb, w, h, s) -> {});
  }
}
