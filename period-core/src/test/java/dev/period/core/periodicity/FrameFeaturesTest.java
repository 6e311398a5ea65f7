package dev.period.core.periodicity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.FrameSequence;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFeaturesTest {
  private static final int SIZE = FrameFeatures.SIZE;
  private static final int GREY = 0;
  private static final int HOG = 1;
  private static final int ABS_DIFF = 2;
  private static final int SIGNED_DIFF = 3;
  private static final int HIGHPASS = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 17, 40, 128})
  void eachFeatureHasItsSizeForAnyNumberOfFrames(int frames) {
    float[][][] features = FrameFeatures.extract(noise(frames, 1), frames);

    assertEquals(FrameFeatures.NAMES.size(), features.length);
    int[] dims = {256, 256, 64, 144, 256};
    for (int f = 0; f < dims.length; f++) {
      assertEquals(frames, features[f].length);
      for (float[] row : features[f]) {
        assertEquals(dims[f], row.length);
        for (float value : row) {
          assertEquals(value, value, 0f, "finite");
        }
      }
    }
  }

  @Test
  void anEdgeByHand() {
    float[][][] features = FrameFeatures.extract(edge(24), 1);

    // Black left half, white right half: ±1 after normalising by the standard deviation.
    float one = (float) Math.sqrt((SIZE * SIZE - 1.0) / (SIZE * SIZE));
    assertEquals(-one, features[GREY][0][7], 1e-5f);
    assertEquals(one, features[GREY][0][8], 1e-5f);
    // After the 3×3 mean the columns around the edge are -1, -1/3, 1/3, 1, so the central
    // differences are 2/3, 4/3 | 4/3, 2/3 and the mean of a cell of six columns is 1/3.
    int inner = 3 * 8;
    assertEquals(Math.sqrt(one / 3), features[HOG][0][inner + 3], 1e-5);
    assertEquals(Math.sqrt(one / 3), features[HOG][0][inner + 4], 1e-5);
    assertEquals(0, features[HOG][0][64 + inner + 3], 1e-5, "nothing gets darker to the right");
    assertEquals(0, features[HOG][0][128 + inner + 3], 1e-3, "nothing changes downwards");
    assertArrayEquals(new float[64], features[ABS_DIFF][0]);
    assertArrayEquals(new float[144], features[SIGNED_DIFF][0]);
    for (float value : features[HIGHPASS][0]) {
      assertEquals(0, value, 1e-6);
    }
  }

  @Test
  void differencesLookBackAndTheFirstFrameTakesThoseOfTheSecond() {
    byte[] clip = Arrays.copyOf(edge(24), 3 * SIZE * SIZE);
    System.arraycopy(edge(24), 0, clip, SIZE * SIZE, SIZE * SIZE);
    System.arraycopy(edge(12), 0, clip, 2 * SIZE * SIZE, SIZE * SIZE);

    float[][][] features = FrameFeatures.extract(clip, 3);

    assertArrayEquals(new float[144], features[SIGNED_DIFF][0], 1e-6f);
    assertArrayEquals(features[SIGNED_DIFF][1], features[SIGNED_DIFF][0]);
    // Columns 12 to 23 turn white; elsewhere only the mean of the frame moves.
    float[] signed = features[SIGNED_DIFF][2];
    assertEquals(255 / contrast(clip), signed[4] - signed[0], 1e-4f);
    float[] absolute = features[ABS_DIFF][2];
    assertEquals(signed[4], absolute[2], 1e-5f);
    assertEquals(-signed[0], absolute[0], 1e-5f);
  }

  @Test
  void highpassRemovesTheMovingAverageWithRepeatedEnds() {
    int frames = 50;
    byte[] clip = noise(frames, 7);
    float[][][] features = FrameFeatures.extract(clip, frames);

    for (int t : new int[] {0, 3, 25, 49}) {
      double sum = 0;
      for (int k = t - 16; k <= t + 16; k++) {
        sum += features[GREY][Math.min(Math.max(k, 0), frames - 1)][100];
      }
      assertEquals(features[GREY][t][100] - sum / 33, features[HIGHPASS][t][100], 1e-5);
    }
  }

  @Test
  void exposureOfAFrameDoesNotMatter() {
    byte[] clip = edge(24);
    for (int i = 0; i < clip.length; i++) {
      clip[i] = (byte) (100 + (clip[i] & 0xFF) / 5);
    }
    byte[] two = Arrays.copyOf(clip, 2 * clip.length);
    for (int i = 0; i < clip.length; i++) {
      two[clip.length + i] = (byte) (clip[i] + 40);
    }

    float[][][] features = FrameFeatures.extract(two, 2);

    assertArrayEquals(features[GREY][0], features[GREY][1], 1e-5f);
    assertArrayEquals(new float[144], features[SIGNED_DIFF][1], 1e-5f);
  }

  @Test
  void greyIsBt601() {
    byte[] rgb = new byte[3 * SIZE * SIZE];
    rgb[0] = (byte) 255;
    rgb[4] = (byte) 255;
    rgb[8] = (byte) 255;
    Arrays.fill(rgb, 9, 12, (byte) 255);

    byte[] grey = FrameFeatures.grey(new FrameSequence(rgb, SIZE, SIZE, new double[1], 1));

    assertArrayEquals(new byte[] {76, (byte) 150, 29, (byte) 255, 0}, Arrays.copyOf(grey, 5));
  }

  @Test
  void wrongSizesAreRefused() {
    FrameSequence small = new FrameSequence(new byte[3 * 32 * 32], 32, 32, new double[1], 1);
    assertThrows(IllegalArgumentException.class, () -> FrameFeatures.grey(small));
    assertThrows(IllegalArgumentException.class, () -> FrameFeatures.extract(new byte[0], 0));
    assertThrows(IllegalArgumentException.class, () -> FrameFeatures.extract(new byte[100], 1));
  }

  static byte[] noise(int frames, long seed) {
    byte[] grey = new byte[frames * SIZE * SIZE];
    new SplittableRandom(seed).nextBytes(grey);
    return grey;
  }

  /** One frame, black left of {@code column} and white from there on. */
  private static byte[] edge(int column) {
    byte[] grey = new byte[SIZE * SIZE];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i % SIZE < column ? 0 : 255);
    }
    return grey;
  }

  private static float contrast(byte[] grey) {
    double mean = 0;
    for (byte b : grey) {
      mean += (b & 0xFF) / (double) grey.length;
    }
    double sum = 0;
    for (byte b : grey) {
      sum += ((b & 0xFF) - mean) * ((b & 0xFF) - mean);
    }
    return (float) Math.sqrt(sum / (grey.length - 1));
  }
}
