package dev.period.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.image.ImageTransform.Target;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes and bytes as Pillow, Hugging Face and torchvision made them. */
class ImageTransformTest {
  private static final String FOLDER = "expected/preprocess/";

  private static RgbImage image(String name) throws Exception {
    return ImageFile.read(Fixtures.path(FOLDER + name + ".png"));
  }

  private static ImageTransform resizeOnly(Target size, Resampling filter) {
    return new ImageTransform(size, filter, null, CropRounding.DOWN);
  }

  /** [3, height, width], as the fixtures have it. */
  private static byte[] planar(RgbImage image) {
    byte[] planes = new byte[image.rgb().length];
    int plane = image.width() * image.height();
    for (int i = 0; i < planes.length; i++) {
      planes[i % 3 * plane + i / 3] = image.rgb()[i];
    }
    return planes;
  }

  private static void assertBytes(SafetensorsFile file, String name, RgbImage image) {
    ByteBuffer buffer = file.read(name);
    byte[] expected = new byte[buffer.remaining()];
    buffer.get(expected);
    assertArrayEquals(new long[] {3, image.height(), image.width()}, file.info(name).shape(), name);
    assertArrayEquals(expected, planar(image), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"img_96x70", "img_61x75", "img_57x56", "img_56x57"})
  void smallImages(String name) throws Exception {
    RgbImage image = image(name);
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.path(FOLDER + "preprocess_56.safetensors"))) {
      assertBytes(
          file,
          name + ".resized_u8",
          resizeOnly(Target.shorterSide(56), Resampling.BICUBIC).apply(image));
      assertBytes(file, name + ".cropped_u8_hf", ImageTransform.clip(56).apply(image));
    }
  }

  @Test
  void squeezed() throws Exception {
    RgbImage image = image("img_96x70");
    try (SafetensorsFile file =
        SafetensorsFile.open(Fixtures.path(FOLDER + "preprocess_56.safetensors"))) {
      assertBytes(
          file,
          "img_96x70.squash56x56_bicubic_u8",
          ImageTransform.squeeze(56, Resampling.BICUBIC).apply(image));
      assertBytes(
          file,
          "img_96x70.squash56x56_bilinear_u8",
          ImageTransform.squeeze(56, Resampling.BILINEAR).apply(image));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"img_300x200", "img_121x187", "img_640x359", "img_224x224"})
  void largeImages(String name) throws Exception {
    RgbImage image = image(name);
    JsonNode sums =
        new ObjectMapper()
            .readTree(Fixtures.path(FOLDER + "preprocess_224.json").toFile())
            .path("sha256");
    ImageTransform clip = ImageTransform.clip(224);
    assertSum(
        sums, name + ".resized_u8", resizeOnly(clip.resize(), Resampling.BICUBIC).apply(image));
    assertSum(sums, name + ".cropped_u8_hf", clip.apply(image));
    ImageTransform torchvision =
        new ImageTransform(clip.resize(), Resampling.BICUBIC, clip.crop(), CropRounding.HALF_EVEN);
    String other = name + ".cropped_u8_torchvision";
    // only where it differs there is one
    assertSum(sums, sums.has(other) ? other : name + ".cropped_u8_hf", torchvision.apply(image));
  }

  private static void assertSum(JsonNode sums, String name, RgbImage image) throws Exception {
    if (sums.has(name)) {
      JsonNode expected = sums.path(name);
      assertEquals(expected.path("shape").get(1).intValue(), image.height(), name);
      assertEquals(expected.path("shape").get(2).intValue(), image.width(), name);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(planar(image));
      assertEquals(expected.path("sha256").textValue(), HexFormat.of().formatHex(digest), name);
    }
  }

  /** A window is computed without the rest of the image, and is the same. */
  @ParameterizedTest
  @CsvSource({"40, 30, 23, 17, BICUBIC", "9, 11, 50, 40, BICUBIC", "31, 20, 12, 44, BILINEAR"})
  void windowsAreParts(int w, int h, int toW, int toH, Resampling filter) {
    RgbImage image = noise(w, h, 7);
    RgbImage whole = resizeOnly(Target.exact(toW, toH), filter).apply(image);
    RgbImage window = PillowResize.window(image, filter, toW, toH, 3, 5, 8, 10);
    for (int y = 0; y < 10; y++) {
      int from = 3 * ((y + 5) * toW + 3);
      assertArrayEquals(
          Arrays.copyOfRange(whole.rgb(), from, from + 24),
          Arrays.copyOfRange(window.rgb(), 24 * y, 24 * (y + 1)));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 9", "90, 40", "1, 1"})
  void oneColourStaysThatColour(int w, int h) {
    byte[] grey = new byte[3 * w * h];
    Arrays.fill(grey, (byte) 201);
    RgbImage result = ImageTransform.clip(16).apply(new RgbImage(grey, w, h));
    byte[] expected = new byte[3 * 16 * 16];
    Arrays.fill(expected, (byte) 201);
    assertArrayEquals(expected, result.rgb());
  }

  @Test
  void sameSizeSameBytes() {
    RgbImage image = noise(12, 12, 3);
    assertArrayEquals(image.rgb(), ImageTransform.clip(12).apply(image).rgb());
  }

  /** Hugging Face puts the larger margin first, torchvision last. */
  @ParameterizedTest
  @CsvSource({"DOWN, 2, 1", "HALF_EVEN, 1, 1"})
  void smallImagesGetBlackMargins(CropRounding rounding, int left, int top) {
    RgbImage image = noise(3, 4, 5);
    RgbImage framed =
        new ImageTransform(null, Resampling.BICUBIC, Target.exact(6, 6), rounding).apply(image);
    byte[] expected = new byte[3 * 36];
    for (int y = 0; y < 4; y++) {
      System.arraycopy(image.rgb(), 9 * y, expected, 3 * ((top + y) * 6 + left), 9);
    }
    assertArrayEquals(expected, framed.rgb());
  }

  /** One pixel of width: the whole would have 3.6 billion pixels, the centre has 16 x 16. */
  @Test
  void narrowImages() {
    RgbImage image = noise(1, 60_000, 4);
    assertEquals(16, ImageTransform.clip(16).apply(image).width());
    ImageTransform uncut = resizeOnly(Target.shorterSide(336), Resampling.BICUBIC);
    PeriodException e = assertThrows(PeriodException.class, () -> uncut.apply(image));
    assertEquals(Kind.INPUT, e.kind());
  }

  @Test
  void framesKeepTheirTimes() {
    RgbImage one = noise(20, 10, 1);
    RgbImage two = noise(20, 10, 2);
    byte[] both = Arrays.copyOf(one.rgb(), 1200);
    System.arraycopy(two.rgb(), 0, both, 600, 600);
    FrameSequence frames = new FrameSequence(both, 20, 10, new double[] {0, 0.5}, 1);
    ImageTransform squeeze = ImageTransform.squeeze(6, Resampling.BICUBIC);
    FrameSequence small = squeeze.apply(frames);
    assertEquals(2, small.frames());
    assertEquals(0.5, small.timesSeconds()[1]);
    assertArrayEquals(squeeze.apply(two).rgb(), RgbImage.frame(small, 1).rgb());
  }

  private static RgbImage noise(int width, int height, long seed) {
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(seed).nextBytes(rgb);
    return new RgbImage(rgb, width, height);
  }
}
