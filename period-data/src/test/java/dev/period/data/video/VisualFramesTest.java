package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.core.FrameSequence;
import dev.period.core.model.FrameRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that a configuration names, with the numbers that their sources give. */
class VisualFramesTest {
  /** Frame {@code i} is shown at {@code i / perSecond}, as exactly as an MP4 says it. */
  private static FrameSequence video(int frames, double perSecond) {
    double[] times = new double[frames];
    Arrays.setAll(times, i -> Math.rint(i / perSecond * 12_800) / 12_800);
    return new FrameSequence(new byte[3 * frames], 1, 1, times, frames / perSecond);
  }

  private static double[] picked(FrameSequence video, FrameRule rule, int count, double perSecond) {
    return VisualFrames.pick(video, new VideoView(1, 0, 0, rule, count, perSecond)).timesSeconds();
  }

  @ParameterizedTest
  @CsvSource({
    "60, 30, 20, 0, 3, 56, 59",
    "250, 25, 50, 0, 5, 244, 249",
    "300, 30, 50, 0, 6, 293, 299",
    "600, 30, 100, 0, 6, 593, 599",
    "630, 30, 27, 0, 24, 605, 629",
    "1800, 30, 50, 0, 36, 1733, 1769",
    "4500, 25, 90, 0, 50, 4404, 4454",
  })
  void periodLlmsRule(
      int frames, double perSecond, int count, int first, int second, int last2, int last) {
    FrameSequence video = video(frames, perSecond);
    double[] times = picked(video, FrameRule.PERIOD_LLM, 3, 1);
    assertEquals(count, times.length);
    assertEquals(video.timesSeconds()[first], times[0]);
    assertEquals(video.timesSeconds()[second], times[1]);
    assertEquals(video.timesSeconds()[last2], times[count - 2]);
    assertEquals(video.timesSeconds()[last], times[count - 1]);
  }

  @Test
  void periodLlmsRuleIsBoundedAndKnowsStills() {
    assertEquals(512, picked(video(200_000, 0.3), FrameRule.PERIOD_LLM, 3, 1).length);
    assertEquals(20, picked(video(1, 30), FrameRule.PERIOD_LLM, 3, 1).length);
  }

  @Test
  void pplLavasSegments() {
    double[] times = picked(video(300, 1), FrameRule.SEGMENTS, 8, 1);
    assertArrayEquals(new double[] {18, 55, 93, 130, 168, 205, 242, 280}, times);
    assertArrayEquals(new double[] {0, 0, 0}, picked(video(1, 1), FrameRule.SEGMENTS, 3, 1));
  }

  @Test
  void uniformGoesFromTheFirstToTheLast() {
    assertArrayEquals(new double[] {0, 3, 6, 9}, picked(video(10, 1), FrameRule.UNIFORM, 4, 1));
  }

  @Test
  void middlesOfEqualParts() {
    assertArrayEquals(
        new double[] {15, 47, 79, 111}, picked(video(127, 1), FrameRule.MIDDLES, 4, 1), 1);
  }

  @Test
  void aFixedRateUpToANumber() {
    assertArrayEquals(
        new double[] {0, 0.5, 1, 1.5}, picked(video(20, 10), FrameRule.FIXED_RATE, 8, 2), 1e-3);
    double[] many = picked(video(3000, 10), FrameRule.FIXED_RATE, 8, 2);
    assertEquals(8, many.length);
    assertEquals(299.9, many[7], 1e-3);
  }

  @Test
  void framesInARow() {
    assertArrayEquals(
        new double[] {0, 0.1, 0.2}, picked(video(9, 10), FrameRule.CONTIGUOUS, 3, 1), 1e-3);
    assertEquals(9, picked(video(9, 10), FrameRule.CONTIGUOUS, 30, 1).length);
  }
}
