package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoReaderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.avi", "a.mov"})
  void readsEveryFrameWithItsTimeAndItsPixels(String name) {
    Path file = TestVideos.grey(folder.resolve(name), 64, 30, 15);

    DecodedVideo read = VideoReader.read(file, 16, 8, 0, 100, VideoLimits.defaults());

    FrameSequence video = read.frames();
    assertEquals(List.of(), read.warnings());
    assertEquals(30, video.frames());
    assertEquals(16, video.width());
    assertEquals(8, video.height());
    assertEquals(2.0, video.durationSeconds(), 0.01);
    for (int i = 0; i < 30; i++) {
      assertEquals(i / 15.0, video.timesSeconds()[i], 0.002);
      assertEquals(TestVideos.brightness(i), TestVideos.green(video, i, 12, 6), 6);
      assertTrue(TestVideos.green(video, i, 3, 2) > 240);
    }
  }

  @Test
  void keepsTheTimesOfAVariableFrameRate() {
    double[] times = {0, 0.04, 0.08, 0.5, 0.54, 1.5, 1.6};
    byte[] rgb = new byte[7 * 3 * 32 * 32];
    Path file = folder.resolve("vfr.mp4");
    VideoWriter.write(file, new FrameSequence(rgb, 32, 32, times, 1.7));

    assertArrayEquals(times, TestVideos.read(file, 8, 8).timesSeconds(), 0.001);
  }

  @Test
  void readsAPartInTheTimeOfTheFile() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 100, 25);

    FrameSequence part = VideoReader.read(file, 8, 8, 1.98, 3.0, VideoLimits.defaults()).frames();

    assertEquals(25, part.frames());
    assertEquals(2.0, part.timesSeconds()[0], 0.001);
    assertEquals(2.96, part.timesSeconds()[24], 0.001);
    assertEquals(1.02, part.durationSeconds(), 0.001);
    assertEquals(TestVideos.brightness(50), TestVideos.green(part, 0, 6, 6), 6);
  }

  @ParameterizedTest
  @EnumSource(VideoWriter.Codec.class)
  void readsAVideoOfOneFrame(VideoWriter.Codec codec) {
    Path file = TestVideos.grey(folder.resolve("one.mp4"), codec, 32, 16, 1, 25);

    assertEquals(1, TestVideos.read(file, 8, 8).frames());
  }

  @Test
  void readsTheSmallestVideo() {
    Path file = TestVideos.grey(folder.resolve("tiny.mp4"), VideoWriter.Codec.MPEG4, 2, 2, 5, 5);

    assertEquals(5, TestVideos.read(file, 32, 32).frames());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif"})
  void readsAnImageAsOneFrame(String type) throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x808080);
    Path file = folder.resolve("pixel%03d." + type);
    ImageIO.write(image, type, file.toFile());

    DecodedVideo decoded =
        VideoReader.read(file, 4, 4, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults());

    FrameSequence video = decoded.frames();
    assertEquals(1, video.frames());
    assertEquals(128, TestVideos.green(video, 0, 2, 2), 3);
    assertEquals(!type.equals("gif"), decoded.still(), "a GIF could move");
  }

  @Test
  void readsAFrameOf8K() {
    Path file =
        TestVideos.grey(folder.resolve("8k.mp4"), VideoWriter.Codec.MPEG4, 7680, 4320, 1, 25);

    assertEquals(
        TestVideos.brightness(0), TestVideos.green(TestVideos.read(file, 8, 8), 0, 6, 6), 6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.mp4",
        "-dash.mp4",
        "\u00e4\u65e5\u672c.mp4",
        "file:a:b.mp4",
        "%03d.mp4"
      })
  void readsFilesWithUnusualNames(String name) {
    Path file;
    try {
      file = TestVideos.grey(folder.resolve(name), 16, 3, 5);
    } catch (InvalidPathException e) {
      return; // a platform whose file names cannot hold these letters has no such files either
    }

    assertEquals(3, TestVideos.read(file, 8, 8).frames());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 90, 180, 270})
  void turnsFramesUpright(int degrees) throws IOException {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 2, 5);
    rotate(file, degrees);

    FrameSequence video = TestVideos.read(file, 8, 8);

    // The white quarter is stored at the left top; turning moves it clockwise.
    int corner = degrees / 90;
    int[] xs = {1, 6, 6, 1};
    int[] ys = {1, 1, 6, 6};
    for (int i = 0; i < 4; i++) {
      assertEquals(i == corner, TestVideos.green(video, 0, xs[i], ys[i]) > 200);
    }
  }

  @Test
  void tellsTheSizeAtWhichAVideoIsShown() throws IOException {
    Path file = folder.resolve("a.mp4");
    TestVideos.grey(file, VideoWriter.Codec.H264, 64, 32, 2, 5);
    VideoLimits limits = VideoLimits.defaults();
    assertEquals(new VideoReader.Size(64, 32), VideoReader.displaySize(file, limits));
    rotate(file, 90);
    assertEquals(new VideoReader.Size(32, 64), VideoReader.displaySize(file, limits));
    rotate(file, 180);
    assertEquals(new VideoReader.Size(64, 32), VideoReader.displaySize(file, limits));

    // pixels twice as wide as high
    rotate(file, 0);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    bytes.putInt(text.indexOf("tkhd") + 44, 2 << 16);
    Files.write(file, bytes.array());
    assertEquals(new VideoReader.Size(128, 32), VideoReader.displaySize(file, limits));
  }

  /** Writes the rotation into the track header's matrix. */
  private static void rotate(Path file, int degrees) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    int matrix = text.indexOf("tkhd") + 4 + 40;
    int cos = (int) Math.round(Math.cos(Math.toRadians(degrees))) << 16;
    int sin = (int) Math.round(Math.sin(Math.toRadians(degrees))) << 16;
    bytes.putInt(matrix, cos).putInt(matrix + 4, sin);
    bytes.putInt(matrix + 12, -sin).putInt(matrix + 16, cos);
    Files.write(file, bytes.array());
  }

  @Test
  void keepsABoundedNumberOfFramesSpreadEvenly() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 16, 100, 25);
    VideoLimits limits = VideoLimits.defaults().withMaxKeptFrames(16);

    double[] times =
        VideoReader.read(file, 4, 4, 0, Double.POSITIVE_INFINITY, limits).frames().timesSeconds();

    assertArrayEquals(IntStream.range(0, 13).mapToDouble(i -> i * 8 / 25.0).toArray(), times, 1e-3);
  }

  @Test
  void readsALongVideoByItsKeyFrames() {
    Path file = TestVideos.grey(folder.resolve("long.mp4"), 16, 4000, 1);

    DecodedVideo read =
        VideoReader.read(file, 8, 8, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults());

    assertEquals(List.of(), read.warnings());
    FrameSequence video = read.frames();
    assertEquals(4000, video.durationSeconds(), 1);
    assertEquals(400, video.frames());
    assertEquals(3990, video.timesSeconds()[399], 0.01);
  }

  @Test
  void readsALongVideoWithFewKeyFramesAsAWhole() {
    Path file = TestVideos.grey(folder.resolve("long.mp4"), 16, 300, 1);

    assertEquals(300, TestVideos.read(file, 8, 8).frames());
  }

  @Test
  void readsFromSeveralThreads() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 64, 30, 15);
    byte[] expected = TestVideos.read(file, 16, 16).rgb();

    IntStream.range(0, 16)
        .parallel()
        .forEach(i -> assertArrayEquals(expected, TestVideos.read(file, 16, 16).rgb()));
  }
}
