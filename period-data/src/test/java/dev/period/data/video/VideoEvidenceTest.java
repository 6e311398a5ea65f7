package dev.period.data.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.GramMatrices;
import dev.period.core.periodicity.SimilarityMaps;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VideoEvidenceTest {
  private static final int SLOTS = 32;
  private static final int SIDE = FrameFeatures.SIZE;

  /** Noise that changes slowly, so that nothing about it is symmetric in time. */
  private static FrameSequence noise(int frames) {
    Random random = new Random(3);
    byte[] rgb = new byte[3 * SIDE * SIDE * frames];
    random.nextBytes(rgb);
    double[] times = new double[frames];
    Arrays.setAll(times, i -> i * 0.125);
    return new FrameSequence(rgb, SIDE, SIDE, times, frames * 0.125);
  }

  private static FrameSequence reversed(FrameSequence video) {
    int[] backwards = new int[video.frames()];
    Arrays.setAll(backwards, i -> backwards.length - 1 - i);
    return new FrameSequence(
        video.select(backwards).rgb(), SIDE, SIDE, video.timesSeconds(), video.durationSeconds());
  }

  private static long distinctFrames(VideoEvidence evidence) {
    return Arrays.stream(evidence.sampled().timesSeconds()).distinct().count();
  }

  @Test
  void hasTheSizesThatTheModelExpects() {
    VideoEvidence evidence = VideoEvidence.of(noise(50), SLOTS, SLOTS, 4);
    assertEquals(SLOTS, evidence.sampled().frames());
    assertEquals(SimilarityMaps.NAMES.size() * SLOTS * SLOTS, evidence.gram().length);
    assertEquals(4, evidence.visual().frames());
    assertEquals(SLOTS, distinctFrames(evidence));
  }

  @Test
  void visualFramesAreTheMiddlesOfEqualParts() {
    FrameSequence video = noise(SLOTS);
    double[] expected = {4 * 0.125, 12 * 0.125, 20 * 0.125, 28 * 0.125};
    assertArrayEquals(
        expected, VideoEvidence.of(video, SLOTS, SLOTS, 4).visual().timesSeconds(), 1e-12);
  }

  @Test
  void fewerFramesAreStretchedByRepetition() {
    VideoEvidence short5 = VideoEvidence.of(noise(5), SLOTS, SLOTS, 4);
    assertEquals(SLOTS, short5.sampled().frames());
    assertEquals(5, distinctFrames(short5));
    VideoEvidence asked = VideoEvidence.of(noise(100), 8, SLOTS, 4);
    assertEquals(SLOTS, asked.sampled().frames());
    assertEquals(8, distinctFrames(asked));
  }

  @Test
  void aSingleFrameResemblesNothing() {
    VideoEvidence evidence = VideoEvidence.of(noise(1), SLOTS, SLOTS, 4);
    assertEquals(1, distinctFrames(evidence));
    assertArrayEquals(
        new float[SimilarityMaps.NAMES.size() * SLOTS * SLOTS], evidence.gram(), 1e-3f);
  }

  /** For what one frame alone shows, turning the matrix is exactly turning the video. */
  @Test
  void reversedGramIsTheGramOfTheReversedVideo() {
    FrameSequence video = noise(SLOTS);
    float[] turned = GramMatrices.reversed(VideoEvidence.of(video, SLOTS, SLOTS, 4).gram(), SLOTS);
    float[] backwards = VideoEvidence.of(reversed(video), SLOTS, SLOTS, 4).gram();
    for (String feature : new String[] {"grey", "hog", "highpass_grey"}) {
      assertArrayEquals(matrix(backwards, feature), matrix(turned, feature), 1e-4f, feature);
    }
  }

  /**
   * A difference belongs to the later of its two frames, which backwards is the other one: there it
   * comes one frame late, and the repeated difference of the first frame is the one at the other
   * end. The differences that both have resemble each other alike; the sign cancels.
   */
  @Test
  void differencesComeOneFrameLateBackwards() {
    FrameSequence video = noise(SLOTS);
    float[] turned = GramMatrices.reversed(VideoEvidence.of(video, SLOTS, SLOTS, 4).gram(), SLOTS);
    float[] backwards = VideoEvidence.of(reversed(video), SLOTS, SLOTS, 4).gram();
    for (String feature : new String[] {"abs_diff", "signed_diff"}) {
      double[] early = centredBlock(matrix(turned, feature), 0);
      double[] late = centredBlock(matrix(backwards, feature), 1);
      assertArrayEquals(late, early, 1e-4, feature);
    }
  }

  private static float[] matrix(float[] gram, String feature) {
    int from = FrameFeatures.NAMES.indexOf(feature) * SLOTS * SLOTS;
    return Arrays.copyOfRange(gram, from, from + SLOTS * SLOTS);
  }

  /** All but one row and column, centred both ways, with a diagonal of mean one. */
  private static double[] centredBlock(float[] matrix, int first) {
    int n = SLOTS - 1;
    double[] block = new double[n * n];
    double[] mean = new double[n];
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        block[i * n + j] = matrix[(first + i) * SLOTS + first + j];
        mean[i] += block[i * n + j] / n;
      }
      all += mean[i] / n;
    }
    double trace = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        block[i * n + j] += all - mean[i] - mean[j];
      }
      trace += block[i * n + i] / n;
    }
    for (int i = 0; i < block.length; i++) {
      block[i] /= trace;
    }
    return block;
  }
}
