package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.FrameSequence;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameSamplingTest {
  @Test
  void uniformGoesByTimeNotByIndex() {
    double[] times = {0, 0.1, 0.2, 0.3, 1.0, 2.0, 4.0};

    assertArrayEquals(new int[] {0, 4, 5, 6, 6}, FrameSampling.nearest(times, 5));
  }

  @Test
  void uniformRepeatsFramesOfAShortVideo() {
    FrameSequence video = new FrameSequence(new byte[6], 1, 1, new double[] {0, 1}, 2);

    FrameSequence sampled = FrameSampling.uniform(video, 5);

    assertArrayEquals(new double[] {0, 0, 1, 1, 1}, sampled.timesSeconds());
    assertArrayEquals(new int[] {0, 0, 0}, FrameSampling.nearest(new double[] {3}, 3));
    assertArrayEquals(new int[] {1}, FrameSampling.nearest(new double[] {0, 1, 2}, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "60, 30, 20, '0 3 6 9 12', '56 59'",
    "250, 25, 50, '0 5 10 15 20', '244 249'",
    "300, 30, 50, '0', '293 299'",
    "600, 30, 100, '0', '593 599'",
    "630, 30, 27, '0 24 48', '605 629'",
    "1800, 30, 50, '0 36 72', '1733 1769'",
    "4500, 25, 90, '0 50 100', '4404 4454'",
  })
  void periodLlmAgreesWithGoldenValues(
      int frames, double perSecond, int count, String first, String last) {
    int[] indices = FrameSampling.periodLlm(frames, perSecond);

    assertEquals(count, indices.length);
    int[] head = ints(first);
    int[] tail = ints(last);
    assertArrayEquals(head, Arrays.copyOf(indices, head.length));
    assertArrayEquals(tail, Arrays.copyOfRange(indices, count - tail.length, count));
  }

  @Test
  void periodLlmRepeatsFramesOfAShortVideo() {
    int[] indices = FrameSampling.periodLlm(5, 30);

    assertEquals(20, indices.length);
    assertEquals(4, indices[19]);
  }

  @Test
  void segmentsAgreesWithValuesWorkedOutByHand() {
    // seg = 299 / 8 = 37.375; int(18.6875 + round(37.375 i)), with 112.125 -> 112 and 149.5 -> 150
    assertArrayEquals(
        new int[] {18, 55, 93, 130, 168, 205, 242, 280}, FrameSampling.segments(0, 299, 8));
    // seg = 2.5: halves round to even, 2.5 -> 2 and 7.5 -> 8
    assertArrayEquals(new int[] {1, 3, 6, 9}, FrameSampling.segments(0, 10, 4));
    assertArrayEquals(new int[] {5, 5, 5}, FrameSampling.segments(5, 5, 3));
  }

  @Test
  void fixedRateIsThatOfTheTimesNotOfTheFrames() {
    double[] steady = new double[50];
    Arrays.setAll(steady, i -> i / 25.0);
    // every fifth frame, as a step of round(25 / 5) would take
    assertArrayEquals(
        new int[] {0, 5, 10, 15, 20, 25, 30, 35, 40, 45}, FrameSampling.fixedRate(steady, 5));
    double[] uneven = {0, 0.1, 0.2, 1.0, 1.4, 2.5};
    assertArrayEquals(new int[] {0, 2, 3, 4, 5, 5}, FrameSampling.fixedRate(uneven, 2));
    assertArrayEquals(
        new int[] {0, 1, 1, 2, 2}, FrameSampling.fixedRate(new double[] {3, 3.5, 4}, 4));
    assertArrayEquals(new int[] {0}, FrameSampling.fixedRate(new double[] {7}, 30));
  }

  @Test
  void contiguousLeavesNoFrameOut() {
    double[] times = {0, 0.04, 0.08, 0.12, 0.16};
    assertArrayEquals(new int[] {0, 1, 2}, FrameSampling.contiguous(times, 0, 3));
    assertArrayEquals(new int[] {2, 3, 4}, FrameSampling.contiguous(times, 0.05, 300));
    assertArrayEquals(new int[0], FrameSampling.contiguous(times, 1, 3));
  }

  @Test
  void refusesNonsense() {
    assertThrows(
        IllegalArgumentException.class, () -> FrameSampling.fixedRate(new double[] {0, 10}, 1e9));
    assertThrows(IllegalArgumentException.class, () -> FrameSampling.fixedRate(new double[0], 5));
    assertThrows(
        IllegalArgumentException.class, () -> FrameSampling.contiguous(new double[] {0}, -1, 5));
    assertThrows(IllegalArgumentException.class, () -> FrameSampling.periodLlm(10, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> FrameSampling.segments(3, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> FrameSampling.nearest(new double[0], 1));
  }

  private static int[] ints(String list) {
    return Arrays.stream(list.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
