package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.periodicity.FrameFeatures;
import dev.period.core.periodicity.GramMatrices;
import dev.period.data.synthetic.MacroWorld;
import dev.period.data.synthetic.Timing;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhaseAlignmentTest {
  private static final int FRAMES = 128;

  private static double[] even(int count) {
    double[] phase = new double[FRAMES];
    Arrays.setAll(phase, t -> count * t / (FRAMES - 1.0));
    return phase;
  }

  private static float[] similarity(double[] phase) {
    float[] similarity = new float[FRAMES * FRAMES];
    for (int t = 0; t < FRAMES; t++) {
      for (int u = 0; u < FRAMES; u++) {
        similarity[t * FRAMES + u] = (float) Math.cos(2 * Math.PI * (phase[t] - phase[u]));
      }
    }
    return similarity;
  }

  private static double error(double[] phase, double[] truth) {
    double sum = 0;
    for (int t = 0; t < truth.length; t++) {
      sum += Math.abs(phase[t] - truth[t]) / truth.length;
    }
    return sum;
  }

  @Test
  void framesThatLookAlikeAreBroughtToOnePoint() {
    double[] truth = even(8);
    double[] wavering = new double[FRAMES];
    // up to 0.13 repetitions early and late by turns, every 2.7 repetitions
    Arrays.setAll(wavering, t -> truth[t] + 0.13 * Math.sin(2 * Math.PI * truth[t] / (8 / 3.0)));
    double[] phase = PhaseAlignment.phase(8, wavering, similarity(truth));
    assertTrue(error(wavering, truth) > 0.08);
    assertTrue(error(phase, truth) < 0.05, "mean error " + error(phase, truth));
  }

  @Test
  void thePathNeverFallsAndComesFromNothingToTheCount() {
    double[] phase = PhaseAlignment.phase(40, even(40), similarity(even(6)));
    assertEquals(0, phase[0]);
    assertEquals(40, phase[FRAMES - 1]);
    for (int t = 1; t < FRAMES; t++) {
      assertTrue(phase[t] >= phase[t - 1]);
    }
  }

  @Test
  void whatIsRightStaysRightInARenderedClip() {
    Timing timing = MacroWorld.render(5).timing();
    double[] truth = new double[FRAMES];
    Arrays.setAll(truth, t -> timing.phase()[t]);
    float[] gram = GramMatrices.of(FrameFeatures.extract(MacroWorld.render(5).grey(), FRAMES));
    double[] phase =
        PhaseAlignment.phase(timing.count(), truth, AnswerPicture.similarity(gram, FRAMES));
    assertTrue(error(phase, truth) < 0.1, "mean error " + error(phase, truth));
  }
}
