package dev.period.core.periodicity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SequenceFeaturesTest {
  @Test
  void differencesRepeatTheSecondRowInTheFirst() {
    float[][] differences = TemporalFilter.differences(new float[][] {{1}, {4}, {2}});
    assertArrayEquals(new float[] {3}, differences[0]);
    assertArrayEquals(new float[] {3}, differences[1]);
    assertArrayEquals(new float[] {-2}, differences[2]);
    assertArrayEquals(new float[] {0}, TemporalFilter.differences(new float[][] {{7}})[0]);
  }

  @Test
  void highpassTakesAConstantAwayAndKeepsASpike() {
    float[][] values = new float[100][1];
    for (float[] row : values) {
      row[0] = 5;
    }
    values[50][0] = 5 + TemporalFilter.HIGHPASS_WINDOW;
    float[][] passed = TemporalFilter.highpass(values);
    assertEquals(0, passed[10][0], 1e-5f);
    assertEquals(TemporalFilter.HIGHPASS_WINDOW - 1, passed[50][0], 1e-5f);
    assertEquals(-1, passed[40][0], 1e-5f);
  }

  @Test
  void aDelayAddsTheNeighboursAndAConstantIsNoProblem() {
    float[][] ramp = new float[10][2];
    for (int t = 0; t < 10; t++) {
      ramp[t][0] = t;
    }
    float[][][] features = SequenceFeatures.extract(ramp, 1);
    assertEquals(FrameFeatures.NAMES.size(), features.length);
    assertEquals(6, features[0][0].length);
    assertEquals(features[0][4][2], features[0][5][0]);
    for (float value : GramMatrices.of(SequenceFeatures.extract(new float[10][2], 1))) {
      assertEquals(0, value);
    }
  }

  @Test
  void threeSequencesOfOneThing() {
    float[][] best = {{1}, {4}, {2}, {0}};
    float[][] second = {{7}, {3}, {3}, {3}};
    float[][] third = {{0}, {0}, {5}, {0}};
    float[][][] alone = SequenceFeatures.extract(best, 1);
    float[][][] three = SequenceFeatures.extract(best, second, third, 1);
    assertEquals(5, three.length);
    assertArrayEquals(alone[0], three[0]);
    assertArrayEquals(alone[2], three[2]);
    assertArrayEquals(alone[3], three[3]);
    assertArrayEquals(SequenceFeatures.extract(second, 1)[0], three[1]);
    assertArrayEquals(SequenceFeatures.extract(third, 1)[0], three[4]);
  }
}
