package dev.period.infer.baselines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstantBaselineTest {
  private final List<LabelledCount> training =
      List.of(
          new LabelledCount("squat", 4),
          new LabelledCount("squat", 6),
          new LabelledCount("jump", 20),
          new LabelledCount("jump", 30));

  @Test
  void fitsOnTrainingCounts() {
    List<LabelledCount> items =
        List.of(
            new LabelledCount("squat", 1),
            new LabelledCount("unseen", 1),
            new LabelledCount("", 1));
    assertArrayEquals(
        new double[] {13, 13, 13}, ConstantBaseline.CONSTANT_MEDIAN.fitted(training, items));
    assertArrayEquals(
        new double[] {6, 6, 6}, ConstantBaseline.CONSTANT_BEST.fitted(training, items));
    assertArrayEquals(
        new double[] {5, 13, 13}, ConstantBaseline.CLASS_MEDIAN.fitted(training, items));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConstantBaseline.CONSTANT_BEST.fitted(List.of(), items));
  }

  @Test
  void leaveOneOutNeverSeesItsOwnItem() {
    for (ConstantBaseline baseline : ConstantBaseline.values()) {
      double[] answers = baseline.leaveOneOut(training);
      for (int i = 0; i < training.size(); i++) {
        List<LabelledCount> changed = new ArrayList<>(training);
        changed.set(i, new LabelledCount(training.get(i).action(), 1000));
        assertEquals(answers[i], baseline.leaveOneOut(changed)[i], baseline.key());
      }
    }
    assertArrayEquals(
        new double[] {6, 4, 30, 20}, ConstantBaseline.CLASS_MEDIAN.leaveOneOut(training));
  }

  @Test
  void aSingleItemIsAnsweredWithZero() {
    List<LabelledCount> alone = List.of(new LabelledCount("squat", 9));
    assertArrayEquals(new double[] {0}, ConstantBaseline.CLASS_MEDIAN.leaveOneOut(alone));
  }

  @Test
  void theBestConstantHasTheLeastError() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      List<LabelledCount> items = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(9); i++) {
        items.add(new LabelledCount("", random.nextInt(30)));
      }
      int best = -1;
      int leastError = Integer.MAX_VALUE;
      for (int c = 0; c <= 30; c++) {
        int constant = c;
        int error = items.stream().mapToInt(item -> Math.abs(item.count() - constant)).sum();
        if (error < leastError) {
          leastError = error;
          best = c;
        }
      }
      assertEquals(best, ConstantBaseline.CONSTANT_BEST.fit(items, ""));
    }
  }
}
