package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.cache.CacheKey;
import dev.period.core.cache.ContentHash;
import dev.period.core.cache.FeatureCache;
import dev.period.core.model.FrameRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VideoViewerTest {
  private static final VideoView NANO = VideoView.middles(48, 32, 4);
  private static final VideoView PLAIN = new VideoView(24, 0, 0, FrameRule.UNIFORM, 5, 1);
  private static final VideoView LARGE = VideoView.middles(64, 16, 2);
  private static final double END = Double.POSITIVE_INFINITY;

  @TempDir Path folder;

  private final VideoViewer plain = new VideoViewer(VideoLimits.defaults(), null);

  private FeatureCache cache() {
    return new FeatureCache(folder.resolve("cache"), 1 << 24);
  }

  private static VideoViewer viewer(FeatureCache cache) {
    return new VideoViewer(VideoLimits.defaults(), cache);
  }

  private static void assertSame(ViewedVideo expected, ViewedVideo actual) {
    assertArrayEquals(expected.times(), actual.times());
    assertArrayEquals(expected.gram(), actual.gram());
    assertArrayEquals(
        expected.standstills().toArray(double[][]::new),
        actual.standstills().toArray(double[][]::new));
    assertSame(expected.visual(), actual.visual());
    assertEquals(expected.still(), actual.still());
    assertEquals(expected.warnings(), actual.warnings());
  }

  private static void assertSame(FrameSequence expected, FrameSequence actual) {
    assertArrayEquals(expected.rgb(), actual.rgb());
    assertArrayEquals(expected.timesSeconds(), actual.timesSeconds());
    assertEquals(expected.durationSeconds(), actual.durationSeconds());
    assertEquals(expected.width(), actual.width());
    assertEquals(expected.height(), actual.height());
  }

  @Test
  void whatIsRememberedIsWhatWasSeenBitForBit() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 64, 40, 10);
    FeatureCache cache = cache();
    for (VideoView view : List.of(NANO, PLAIN, LARGE)) {
      for (double[] part : new double[][] {{0, END}, {0.55, 2.5}}) {
        ViewedVideo expected = plain.view(file, part[0], part[1], view);
        assertSame(expected, viewer(cache).view(file, part[0], part[1], view));
        assertSame(expected, viewer(cache).view(file, part[0], part[1], view));
      }
    }
    assertEquals(6, cache.misses());
    assertEquals(6, cache.hits());
    FrameSequence frames = plain.frames(file, 1, 3, 48);
    assertSame(frames, viewer(cache).frames(file, 1, 3, 48));
    assertSame(frames, viewer(cache).frames(file, 1, 3, 48));
    assertEquals(7, cache.hits());
  }

  @Test
  void standstillsAreRememberedToo() {
    Path file = folder.resolve("still.mp4");
    VideoWriter.write(
        file,
        new VideoWriter.Settings(64, 64, VideoWriter.Codec.H264, 500_000, 10),
        60,
        (index, rgb) -> {
          TestVideos.paint(rgb, 64, 64, index < 20 || index > 40 ? 5 : index);
          return index / 10.0;
        });
    FeatureCache cache = cache();
    ViewedVideo seen = viewer(cache).view(file, 0, END, NANO);
    assertEquals(2, seen.standstills().size());
    assertSame(seen, viewer(cache).view(file, 0, END, NANO));
    assertEquals(1, cache.hits());
  }

  @Test
  void aModelWithoutASelfSimilarityGetsNone() {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 64, 40, 10);
    ViewedVideo seen = plain.view(file, 0, END, PLAIN);
    assertNull(seen.gram());
    assertEquals(0, seen.times().length);
    assertEquals(List.of(), seen.standstills());
    assertEquals(5, seen.visual().frames());
    assertEquals(24, seen.visual().width());
    assertEquals(4, seen.durationSeconds(), 0.11);
  }

  @Test
  void theContentCountsNotTheName() throws IOException {
    Path file = TestVideos.grey(folder.resolve("a.mkv"), 64, 100, 25);
    byte[] whole = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(whole, whole.length / 2));
    FeatureCache cache = cache();
    ViewedVideo first = viewer(cache).view(cut, 0, 99, NANO);
    assertTrue(first.warnings().get(0).startsWith(cut.toString()), first.warnings().toString());
    Path copy = Files.copy(cut, folder.resolve("copy.mkv"));
    ViewedVideo second = viewer(cache).view(copy, 0, 99, NANO);
    assertEquals(1, cache.hits());
    assertTrue(second.warnings().get(0).startsWith(copy.toString()), second.warnings().toString());
    assertSame(plain.view(copy, 0, 99, NANO), second);
    viewer(cache).view(file, 0, 99, NANO);
    assertEquals(2, cache.misses());
  }

  @Test
  void everyIngredientIsInTheKey() throws IOException {
    Path file = Files.write(folder.resolve("a"), new byte[] {1});
    Path other = Files.write(folder.resolve("b"), new byte[] {2});
    VideoLimits limits = VideoLimits.defaults();
    VideoEntry entry = new VideoEntry(file, 0, END, limits);
    Set<CacheKey> keys = new HashSet<>();
    keys.add(entry.key(NANO));
    keys.add(entry.key(48));
    keys.add(entry.key(49));
    keys.add(new VideoEntry(other, 0, END, limits).key(NANO));
    keys.add(new VideoEntry(file, 0.1, END, limits).key(NANO));
    keys.add(new VideoEntry(file, 0, 9, limits).key(NANO));
    keys.add(new VideoEntry(file, 0, END, limits.withMaxKeptFrames(9)).key(NANO));
    keys.add(entry.key(VideoView.middles(47, 32, 4)));
    keys.add(entry.key(VideoView.middles(48, 31, 4)));
    keys.add(entry.key(VideoView.middles(48, 32, 5)));
    keys.add(entry.key(NANO.withSlots(32, 30)));
    keys.add(entry.key(new VideoView(48, 32, 32, FrameRule.UNIFORM, 4, 1)));
    keys.add(entry.key(new VideoView(48, 32, 32, FrameRule.MIDDLES, 4, 2)));
    assertEquals(13, keys.size());
    assertTrue(keys.contains(new VideoEntry(file, 0, END, limits).key(NANO)));
  }

  /**
   * What is made of the same pixels must not change while {@link VideoEntry#VERSION} stays: who
   * changes sampling or features gives it a new name, and this test the new sum.
   */
  @Test
  void theVersionInTheKeyBelongsToWhatIsSeen() {
    byte[] rgb = new byte[3 * 48 * 48 * 90];
    for (int i = 0; i < rgb.length; i++) {
      int t = i / (3 * 48 * 48);
      rgb[i] = (byte) (128 + 60 * StrictMath.sin(0.7 * t + 0.01 * (i % 977)));
    }
    double[] times = IntStream.range(0, 90).mapToDouble(t -> t / 30.0).toArray();
    DecodedVideo video =
        new DecodedVideo(new FrameSequence(rgb, 48, 48, times, 3), List.of(), false);
    ViewedVideo seen = VideoViewer.view(video, NANO);
    ContentHash.Growing sum = new ContentHash.Growing();
    assertNotNull(seen.gram());
    sum.add(seen.gram())
        .add(ContentHash.of(seen.visual().rgb()))
        .add(Arrays.toString(seen.times()));
    assertEquals("video-3", VideoEntry.VERSION);
    assertEquals("fce3256ce14e99bfad66a618d504b20ff0a11394b991d3f5420e8ae9ed057c50", sum.hex());
  }

  @Test
  void whatCannotBeReadIsNotRememberedAndSaysTheSame() throws IOException {
    FeatureCache cache = cache();
    Path none = folder.resolve("none.mp4");
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video at all ".repeat(99));
    for (Path file : List.of(none, text, folder)) {
      PeriodException expected =
          assertThrows(PeriodException.class, () -> plain.view(file, 0, END, NANO));
      for (int i = 0; i < 2; i++) {
        PeriodException e =
            assertThrows(PeriodException.class, () -> viewer(cache).view(file, 0, END, NANO));
        assertEquals(expected.getMessage(), e.getMessage());
        assertEquals(expected.kind(), e.kind());
      }
    }
    assertEquals(0, cache.hits());
    assertThrows(PeriodException.class, () -> viewer(cache).view(text, 2, 1, NANO));
  }

  @Test
  void severalClipsAtOnceAreSeenAsOneByOne() {
    List<Path> files =
        IntStream.range(0, 6)
            .mapToObj(i -> TestVideos.grey(folder.resolve(i + ".mp4"), 32, 10 + 3 * i, 10))
            .toList();
    List<ViewedVideo> expected = files.stream().map(f -> plain.view(f, 0, END, NANO)).toList();
    VideoViewer cached = viewer(cache());
    IntStream.range(0, 60)
        .parallel()
        .forEach(i -> assertSame(expected.get(i % 6), cached.view(files.get(i % 6), 0, END, NANO)));
  }

  @ParameterizedTest
  @EnumSource(names = {"MIDDLES", "PERIOD_LLM"})
  void largeFramesAreBoundedInMemoryWhateverTheRule(FrameRule rule) {
    Path file = TestVideos.grey(folder.resolve("a.mp4"), 16, 150, 30);
    // 128 MB of frames of 1600 x 1600 pixels are 17; all of them are more than the tests' heap
    VideoView view = new VideoView(1600, 0, 0, rule, 3, 1);
    FrameSequence seen = plain.view(file, 0, END, view).visual();
    assertEquals(1600, seen.width());
    assertEquals(rule == FrameRule.PERIOD_LLM ? 25 : 3, seen.frames());
  }

  @Test
  void contiguousFramesKeepTheirRateInALongVideo() {
    Path file = TestVideos.grey(folder.resolve("long.mp4"), 16, 700, 2.5);
    for (int slots : new int[] {0, 32}) {
      VideoView view = new VideoView(48, slots, slots, FrameRule.CONTIGUOUS, 6, 1);
      ViewedVideo seen = plain.view(file, 0, END, view);
      assertArrayEquals(
          new double[] {0, 0.4, 0.8, 1.2, 1.6, 2.0}, seen.visual().timesSeconds(), 1e-3);
      assertEquals(280, seen.durationSeconds(), 0.5);
      assertEquals(slots == 0 ? 0 : 276, slots == 0 ? 0 : seen.times()[31], 3.7);
      double[] later = plain.view(file, 100, END, view).visual().timesSeconds();
      assertArrayEquals(new double[] {100, 100.4, 100.8, 101.2, 101.6, 102}, later, 1e-3);
      assertEquals(3, plain.view(file, 0, 1.0, view).visual().frames());
    }
  }

  @Test
  void framesInMemoryOfAnotherSizeHaveASelfSimilarityToo() {
    byte[] rgb = new byte[3 * 64 * 64 * 20];
    for (int t = 0; t < 20; t++) {
      byte[] frame = new byte[3 * 64 * 64];
      TestVideos.paint(frame, 64, 64, t % 5);
      System.arraycopy(frame, 0, rgb, t * frame.length, frame.length);
    }
    double[] times = IntStream.range(0, 20).mapToDouble(t -> t / 10.0).toArray();
    FrameSequence frames = new FrameSequence(rgb, 64, 64, times, 2);
    ViewedVideo seen =
        VideoViewer.view(new DecodedVideo(frames, List.of(), false), VideoView.middles(64, 20, 4));
    assertEquals(64, seen.visual().width());
    float[] gram = seen.gram();
    assertNotNull(gram);
    assertTrue(gram[5] > 0.9 * gram[0] && gram[2] < 0.5 * gram[0], "five frames a round");
  }
}
