package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoStreamTest {
  @TempDir Path folder;

  /**
   * What was shown.
   *
   * @param times of the frames, in seconds
   * @param green of one pixel of each
   */
  private record Shown(StreamedVideo end, List<Double> times, List<Integer> green) {}

  private static Shown stream(Path file, double start, double end, double framesPerSecond) {
    List<Double> times = new ArrayList<>();
    List<Integer> green = new ArrayList<>();
    StreamedVideo streamed =
        VideoReader.stream(
            file,
            8,
            8,
            start,
            end,
            framesPerSecond,
            VideoLimits.defaults(),
            (rgb, width, height, seconds) -> {
              times.add(seconds);
              green.add(rgb[(6 * width + 6) * 3 + 1] & 0xFF);
            });
    return new Shown(streamed, times, green);
  }

  @Test
  void showsEveryFrameOfASlowVideo() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 60, 15);

    Shown shown = stream(file, 0, Double.POSITIVE_INFINITY, 30);

    assertEquals(60, shown.times.size());
    for (int i = 0; i < 60; i++) {
      assertEquals(i / 15.0, shown.times.get(i), 0.002);
      assertEquals(TestVideos.brightness(i), shown.green.get(i), 6);
    }
    assertEquals(4, shown.end.durationSeconds(), 0.01);
    assertEquals(List.of(), shown.end.warnings());
  }

  @Test
  void showsNoMoreThanAskedForOfAFastOne() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 300, 50);

    List<Double> times = stream(file, 0, Double.POSITIVE_INFINITY, 16).times;

    assertEquals(6 * 16, times.size(), 2);
    for (int i = 1; i < times.size(); i++) {
      assertEquals(1 / 16.0, times.get(i) - times.get(i - 1), 0.021);
    }
  }

  /** A video most of whose frames are coded between two others and used by none. */
  private Path bidirectional(int frames, double framesPerSecond) throws IOException {
    Path file = folder.resolve("b.mp4");
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toString(), 64, 64)) {
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(framesPerSecond);
      recorder.setMaxBFrames(2);
      recorder.setVideoQuality(2);
      recorder.start();
      byte[] rgb = new byte[3 * 64 * 64];
      for (int i = 0; i < frames; i++) {
        TestVideos.paint(rgb, 64, 64, i);
        ByteBuffer pixels = ByteBuffer.wrap(rgb);
        recorder.recordImage(64, 64, Frame.DEPTH_UBYTE, 3, 3 * 64, avutil.AV_PIX_FMT_RGB24, pixels);
      }
    }
    return file;
  }

  @Test
  void whatIsSparedIsNeverWhatIsShown() throws IOException {
    Path file = bidirectional(150, 25);
    Shown all = stream(file, 0, Double.POSITIVE_INFINITY, 1000);
    assertEquals(150, all.times.size());
    for (double rate : new double[] {5, 11, 16, 19}) {
      Shown some = stream(file, 0, Double.POSITIVE_INFINITY, rate);
      assertEquals(all.end.durationSeconds() * rate, some.times.size(), 2);
      for (int i = 0; i < some.times.size(); i++) {
        int same = all.times.indexOf(some.times.get(i));
        assertTrue(same >= 0, some.times.get(i) + " s is no time of a frame");
        assertEquals(all.green.get(same), some.green.get(i), "at " + some.times.get(i) + " s");
      }
    }
  }

  @Test
  void showsAPartInTheTimeOfTheFile() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 100, 25);

    Shown part = stream(file, 1.98, 3, 25);

    assertEquals(25, part.times.size());
    assertEquals(2, part.times.get(0), 0.002);
    assertEquals(TestVideos.brightness(50), part.green.get(0), 6);
    assertEquals(1.02, part.end.durationSeconds(), 0.001);
    assertEquals(List.of(), part.end.warnings());
  }

  @Test
  void saysThatAStartIsBehindTheEnd() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 25, 25);

    PeriodException e = assertThrows(PeriodException.class, () -> stream(file, 5, 9, 25));

    assertEquals(PeriodException.Kind.INPUT, e.kind());
  }

  @Test
  void usesWhatIsLeftOfADamagedFile() throws IOException {
    Path file = TestVideos.grey(folder.resolve("a.mkv"), 64, 200, 25);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    Shown shown = stream(file, 0, Double.POSITIVE_INFINITY, 25);

    assertTrue(shown.times.size() > 50 && shown.times.size() < 150, shown.times.toString());
    assertEquals(1, shown.end.warnings().size());
    assertTrue(shown.end.warnings().get(0).contains("cut off or damaged"));
  }

  @Test
  void saysThatAFileIsNoVideo() throws IOException {
    Path file = Files.writeString(folder.resolve("a.mp4"), "no video at all");

    PeriodException e = assertThrows(PeriodException.class, () -> stream(file, 0, 9, 25));

    assertEquals(PeriodException.Kind.INPUT, e.kind());
  }
}
