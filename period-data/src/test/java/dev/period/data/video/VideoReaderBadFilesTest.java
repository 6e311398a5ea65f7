package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoReaderBadFilesTest {
  private static final Duration HANG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private static String inputError(Path file) {
    PeriodException e = assertThrows(PeriodException.class, () -> TestVideos.read(file, 8, 8));
    assertEquals(Kind.INPUT, e.kind());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(file.toString()), message);
    assertTrue(message.endsWith("."), message);
    return message;
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertTrue(inputError(folder.resolve("none.mp4")).startsWith("There is no file"));
  }

  @Test
  void saysThatItIsAFolder() {
    assertTrue(inputError(folder).contains("is a folder"));
  }

  @Test
  void saysThatItIsEmpty() throws IOException {
    assertTrue(inputError(file("empty.mp4", new byte[0])).contains("is empty"));
  }

  @Test
  void refusesTextThatCallsItselfAVideo() throws IOException {
    byte[] text = "not a video at all\n".repeat(200).getBytes(StandardCharsets.UTF_8);
    assertTrue(inputError(file("text.mp4", text)).contains("is not a video"));
  }

  @Test
  void refusesSoundWithoutPictures() throws IOException {
    assertTrue(inputError(file("sound.wav", wav(8000))).contains("no video in it"));
  }

  private static byte[] wav(int samples) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16000);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      wav.putShort((short) (8000 * Math.sin(i * 0.3)));
    }
    return wav.array();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list.m3u8", "list.mp4"})
  void neverFollowsAPlaylist(String name) throws IOException {
    Path video = TestVideos.grey(folder.resolve("secret.mkv"), 32, 10, 10);
    String hls =
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n"
            + ("file:" + video.toAbsolutePath() + "\n#EXT-X-ENDLIST\n");
    inputError(file(name, hls.getBytes(StandardCharsets.UTF_8)));
    String concat = "ffconcat version 1.0\nfile secret.mkv\n";
    inputError(file("concat.mp4", concat.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesFramesOverTheLimit() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 64, 2, 5);
    VideoLimits limits = new VideoLimits(64 * 63, 10, 16, 180);

    PeriodException e =
        assertThrows(PeriodException.class, () -> VideoReader.read(file, 8, 8, 0, 1, limits));

    assertTrue(String.valueOf(e.getMessage()).contains("64x64 pixels, more than the limit"));
  }

  @Test
  void refusesAStartBeyondTheEnd() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 32, 10, 5);

    PeriodException late =
        assertThrows(
            PeriodException.class,
            () -> VideoReader.read(file, 8, 8, 2.5, 9, VideoLimits.defaults()));
    PeriodException reversed =
        assertThrows(
            PeriodException.class,
            () -> VideoReader.read(file, 8, 8, 1, 0.5, VideoLimits.defaults()));

    assertEquals(Kind.INPUT, late.kind());
    assertEquals(Kind.USAGE, reversed.kind());
  }

  @Test
  void givesUpWhenTheTimeIsOver() {
    Path file = TestVideos.grey(folder.resolve("a.mkv"), 64, 200, 25);
    VideoLimits limits = new VideoLimits(1 << 20, 1e-9, 16, 180);

    assertThrows(PeriodException.class, () -> VideoReader.read(file, 8, 8, 0, 10, limits));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "avi"})
  void usesWhatATruncatedFileStillHolds(String type) throws IOException {
    byte[] whole = Files.readAllBytes(TestVideos.grey(folder.resolve("a." + type), 64, 100, 25));
    Random random = new Random(1);
    int used = 0;
    for (int i = 0; i < 12; i++) {
      Path cut = file("cut." + type, Arrays.copyOf(whole, random.nextInt(whole.length)));
      try {
        DecodedVideo video = VideoReader.read(cut, 8, 8, 0, 99, VideoLimits.defaults());
        if (video.frames().durationSeconds() < 2.9) {
          assertEquals(1, video.warnings().size());
          used++;
        }
      } catch (PeriodException e) {
        assertEquals(Kind.INPUT, e.kind());
      }
    }
    assertTrue(used > 2, "only " + used + " of the truncated files were used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "avi"})
  void survivesDamagedBytes(String type) throws IOException {
    byte[] whole = Files.readAllBytes(TestVideos.grey(folder.resolve("a." + type), 32, 20, 10));
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      for (int i = 0; i <= seed; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path file = file("damaged." + type, damaged);
      assertTimeoutPreemptively(HANG, () -> readOrRefuse(file));
    }
  }

  private static void readOrRefuse(Path file) {
    try {
      DecodedVideo video = VideoReader.read(file, 8, 8, 0, 1e9, VideoLimits.defaults());
      assertTrue(video.frames().frames() >= 1);
    } catch (PeriodException e) {
      assertEquals(Kind.INPUT, e.kind());
    }
  }
}
