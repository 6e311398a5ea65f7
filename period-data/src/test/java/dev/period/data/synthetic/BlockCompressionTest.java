package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockCompressionTest {
  private static final int SIZE = 48;

  @Test
  void theBestQualityKeepsThePicture() {
    float[] picture = picture();
    float[] compressed = picture.clone();
    new BlockCompression(SIZE, 100).apply(compressed);
    // Steps of 1 in an orthonormal basis: errors of at most 0.5 per coefficient.
    assertArrayEquals(picture, compressed, 2f);
  }

  @Test
  void lowerQualityLosesMore() {
    double loss90 = loss(90);
    double loss60 = loss(60);
    double loss20 = loss(20);
    assertTrue(loss90 < loss60 && loss60 < loss20, loss90 + " " + loss60 + " " + loss20);
  }

  @Test
  void aPlainPictureStaysPlain() {
    float[] picture = new float[SIZE * SIZE];
    Arrays.fill(picture, 93);
    new BlockCompression(SIZE, 50).apply(picture);
    // Step 16 for the mean of a block, of which the coefficient is eight times the grey level.
    for (float value : picture) {
      assertEquals(93, value, 1.01f);
      assertEquals(picture[0], value, 1e-3f);
    }
  }

  private static double loss(int quality) {
    float[] picture = picture();
    float[] compressed = picture.clone();
    new BlockCompression(SIZE, quality).apply(compressed);
    double loss = 0;
    for (int i = 0; i < picture.length; i++) {
      loss += Math.abs(picture[i] - compressed[i]);
    }
    return loss;
  }

  private static float[] picture() {
    SplittableRandom random = new SplittableRandom(2);
    float[] picture = new float[SIZE * SIZE];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) random.nextDouble(0, 255);
    }
    return picture;
  }

  @Test
  void colourDifferencesAreKeptLessWell() {
    float[] picture = picture();
    float[] grey = picture.clone();
    float[] colour = picture.clone();
    new BlockCompression(SIZE, 50).apply(grey);
    BlockCompression.ofChrominance(SIZE, 50).apply(colour);
    double greyLoss = 0;
    double colourLoss = 0;
    for (int i = 0; i < picture.length; i++) {
      greyLoss += Math.abs(picture[i] - grey[i]);
      colourLoss += Math.abs(picture[i] - colour[i]);
    }
    assertTrue(greyLoss < colourLoss, greyLoss + " " + colourLoss);
  }
}
