package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SkinRegionTest {
  private static final int[] SKIN = {180, 130, 105};
  private static final int[] DARK_SKIN = {70, 45, 35};
  private static final int[] WALL = {110, 110, 110};

  private final byte[] frame = new byte[3 * 64 * 48];

  @Test
  void theLargestPatchWithoutItsBorder() {
    fill(0, 0, 64, 48, WALL);
    fill(2, 2, 8, 8, SKIN);
    fill(20, 10, 40, 40, DARK_SKIN);
    Region region = RegionRule.SKIN.find(frame, 64, 48);
    assertEquals("skin", region.name());
    assertEquals(18 * 28, region.pixels());
    assertArrayEquals(new double[] {70, 45, 35}, region.mean(frame), 0);
  }

  @Test
  void atThePicturesEdgeNothingIsCutOff() {
    fill(0, 0, 64, 48, SKIN);
    assertEquals(64 * 48, RegionRule.SKIN.find(frame, 64, 48).pixels());
  }

  @Test
  void withoutSkinTheWholePicture() {
    fill(0, 0, 64, 48, WALL);
    fill(10, 10, 14, 14, SKIN); // less than 1 %
    Region region = RegionRule.SKIN.find(frame, 64, 48);
    assertEquals("whole", region.name());
    assertEquals(64 * 48, region.pixels());
    Arrays.fill(frame, (byte) 0);
    assertEquals("whole", RegionRule.SKIN.find(frame, 64, 48).name());
  }

  @Test
  void cellsOfLargePicturesAndOddSizes() {
    byte[] large = new byte[3 * 331 * 177];
    for (int i = 0; i < 331 * 177; i++) {
      int[] colour = i % 331 >= 100 && i % 331 < 200 ? SKIN : WALL;
      for (int c = 0; c < 3; c++) {
        large[3 * i + c] = (byte) colour[c];
      }
    }
    Region region = SkinRegion.find(large, 331, 177);
    assertEquals("skin", region.name());
    assertArrayEquals(new double[] {180, 130, 105}, region.mean(large), 0);
    assertEquals(95 * 177, region.pixels(), 6 * 177, "up to a cell of 5 less on either side");
  }

  private void fill(int left, int top, int right, int bottom, int[] colour) {
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        for (int c = 0; c < 3; c++) {
          frame[3 * (64 * y + x) + c] = (byte) colour[c];
        }
      }
    }
  }
}
