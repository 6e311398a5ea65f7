package dev.period.data.rotnist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingDigitsTest {
  @TempDir Path folder;

  @Test
  void aClipFollowsTheRecipe() {
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    double lowest = 9;
    double highest = 0;
    for (int i = 0; i < 500; i++) {
      RotatingDigits.Clip clip = digits.clip(i);
      lowest = Math.min(lowest, clip.frequency());
      highest = Math.max(highest, clip.frequency());
      assertTrue(Math.abs(clip.phase()) <= 1.57);
      assertEquals(5 * clip.frequency(), clip.count(), 0.5);
      double turn = 2 * Math.PI * clip.frequency() * 40 / 30 + clip.phase();
      assertEquals(Math.PI / 2 * Math.sin(turn), clip.angle(40), 1e-12);
    }
    assertTrue(lowest >= 0.5 && lowest < 0.6 && highest <= 5 && highest > 4.9);
    FrameSequence frames = RotatingDigits.render(digits.clip(3), 28);
    assertEquals(150, frames.frames());
    assertEquals(5, frames.durationSeconds(), 1e-12);
    assertArrayEquals(frames.rgb(), RotatingDigits.render(digits.clip(3), 28).rgb());
  }

  @Test
  void turningKeepsTheMiddleAndMovesTheRest() {
    byte[] image = new byte[28 * 28];
    // a bar from the middle to the right
    for (int x = 14; x < 26; x++) {
      image[13 * 28 + x] = (byte) 200;
      image[14 * 28 + x] = (byte) 200;
    }
    byte[] rgb = new byte[3 * 28 * 28];
    // a quarter turn is reached where the sine is 1
    RotatingDigits.Clip clip = new RotatingDigits.Clip(image, 1, Math.PI / 2);
    RotatingDigits.draw(clip, 0, 28, rgb, 0);
    assertEquals(200, rgb[3 * (4 * 28 + 13)] & 0xFF, 2);
    assertEquals(0, rgb[3 * (13 * 28 + 24)] & 0xFF, 2);
    assertEquals(0, rgb[3 * (24 * 28 + 13)] & 0xFF, 2);
  }

  @Test
  void drawnDigitsAreInkOnAnEmptySheet() {
    DrawnDigits digits = new DrawnDigits(5);
    for (int i = 0; i < 200; i++) {
      byte[] image = digits.image(i);
      int ink = 0;
      for (byte pixel : image) {
        ink += (pixel & 0xFF) > 128 ? 1 : 0;
      }
      assertTrue(ink > 20 && ink < 260, "digit " + i + " has " + ink + " pixels of ink");
      assertEquals(0, image[0]);
      assertEquals(0, image[27 * 28 + 27]);
      assertArrayEquals(image, new DrawnDigits(5).image(i));
    }
  }

  static byte[] idx(int images) {
    ByteBuffer idx = ByteBuffer.allocate(16 + images * 784);
    idx.putInt(0x803).putInt(images).putInt(28).putInt(28);
    for (int i = 0; i < images * 784; i++) {
      idx.put((byte) (i / 784 + 1));
    }
    return idx.array();
  }

  @Test
  void readsMnist() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(3));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(idx(2));
    }
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), packed.toByteArray());
    DigitImages train = IdxImages.read(folder, true);
    assertEquals(3, train.image(2)[5]);
    assertEquals(1, train.image(3)[5]);
    assertEquals(2, IdxImages.read(folder, false).image(1)[783]);
  }

  @Test
  void brokenFilesAreTold() throws IOException {
    assertThrows(PeriodException.class, () -> IdxImages.read(folder, true));
    byte[] good = idx(2);
    byte[] claims = good.clone();
    ByteBuffer.wrap(claims).putInt(4, 250_000);
    byte[] size = good.clone();
    ByteBuffer.wrap(size).putInt(8, 32);
    for (byte[] bytes :
        Arrays.asList(new byte[0], new byte[16], Arrays.copyOf(good, 17), claims, size)) {
      Files.write(folder.resolve("train-images.idx3-ubyte"), bytes);
      PeriodException e = assertThrows(PeriodException.class, () -> IdxImages.read(folder, true));
      assertEquals(PeriodException.Kind.INPUT, e.kind());
    }
  }
}
