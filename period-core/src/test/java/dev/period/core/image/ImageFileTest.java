package dev.period.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Image files, good and bad. */
class ImageFileTest {
  @TempDir Path folder;

  private RgbImage read(byte[] bytes) throws Exception {
    Path file = folder.resolve("image");
    Files.write(file, bytes);
    return ImageFile.read(file);
  }

  private static byte[] encode(BufferedImage image, String format) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes));
    return bytes.toByteArray();
  }

  private static BufferedImage picture(int type) {
    BufferedImage image = new BufferedImage(5, 3, type);
    for (int i = 0; i < 15; i++) {
      int rgb = ((i * 17) << 16) | ((i * 11) << 8) | (255 - i * 17);
      image.setRGB(i % 5, i / 5, 0xff000000 | rgb);
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR
      })
  void colours(int type) throws Exception {
    RgbImage image = read(encode(picture(type), "png"));
    assertEquals(5, image.width());
    assertEquals(3, image.height());
    byte[] expected = new byte[45];
    for (int i = 0; i < 15; i++) {
      expected[3 * i] = (byte) (i * 17);
      expected[3 * i + 1] = (byte) (i * 11);
      expected[3 * i + 2] = (byte) (255 - i * 17);
    }
    assertArrayEquals(expected, image.rgb());
  }

  /** Java would convert grey from a linear scale; nobody else does. */
  @Test
  void greyStaysAsItIs() throws Exception {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 50, 128, 255});
    byte[] rgb = read(encode(image, "png")).rgb();
    assertArrayEquals(
        new byte[] {0, 0, 0, 50, 50, 50, (byte) 128, (byte) 128, (byte) 128, -1, -1, -1}, rgb);
  }

  @Test
  void upperBytesOfSixteenBitGrey() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x1234, 0xfedc});
    byte[] rgb = read(encode(image, "png")).rgb();
    assertArrayEquals(new byte[] {0x12, 0x12, 0x12, (byte) 0xfe, (byte) 0xfe, (byte) 0xfe}, rgb);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED})
  void palettes(int type) throws Exception {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xff000000);
    image.setRGB(1, 0, 0xffffffff);
    assertArrayEquals(new byte[] {0, 0, 0, -1, -1, -1}, read(encode(image, "png")).rgb());
  }

  @Test
  void jpeg() throws Exception {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0x4080c0);
    }
    byte[] rgb = read(encode(image, "jpg")).rgb();
    assertEquals(0x40, rgb[300] & 0xff, 3);
    assertEquals(0x80, rgb[301] & 0xff, 3);
    assertEquals(0xc0, rgb[302] & 0xff, 3);
  }

  @Test
  void missing() {
    assertRefused(folder.resolve("no such.png"), "there is no such file");
    assertRefused(folder, "there is no such file");
  }

  @ParameterizedTest
  @CsvSource({"'', neither PNG nor JPEG", "hello, neither PNG nor JPEG"})
  void notAnImage(String text, String message) throws Exception {
    Path file = folder.resolve("a.png");
    Files.writeString(file, text);
    assertRefused(file, message);
  }

  @Test
  void otherFormats() throws Exception {
    Path file = folder.resolve("a.gif");
    Files.write(file, encode(picture(BufferedImage.TYPE_INT_RGB), "gif"));
    assertRefused(file, "neither PNG nor JPEG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void cutOff(String format) throws Exception {
    BufferedImage image = ImageIO.read(Fixtures.path("expected/preprocess/img_96x70.png").toFile());
    byte[] bytes = encode(image, format);
    Path file = folder.resolve("a." + format);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(file, "Cannot read the image");
  }

  /** 33 bytes that promise billions of pixels. */
  @ParameterizedTest
  @CsvSource({"60000, 60000", "2000000000, 1", "1, 70000", "-5, 4", "0, 4"})
  void absurdSizes(int width, int height) throws Exception {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.putLong(0x89504E470D0A1A0AL).putInt(13);
    png.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    png.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    png.putInt((int) crc.getValue());
    Path file = folder.resolve("bomb.png");
    Files.write(file, png.array());
    assertRefused(file, "");
  }

  /** Whatever a file holds, it is an image or a sentence about it. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void mutations(String format) throws Exception {
    byte[] good = encode(picture(BufferedImage.TYPE_INT_RGB), format);
    for (long seed = 1; seed <= 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bad = good.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        assertTrue(read(bad).width() > 0);
      } catch (PeriodException e) {
        assertEquals(Kind.INPUT, e.kind(), "seed " + seed);
      }
    }
  }

  private static void assertRefused(Path file, String message) {
    PeriodException e = assertThrows(PeriodException.class, () -> ImageFile.read(file));
    assertEquals(Kind.INPUT, e.kind());
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }
}
