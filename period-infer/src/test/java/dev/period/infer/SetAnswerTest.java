package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.period.core.generate.CountDistribution;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetAnswerTest {
  private static RepetitionSet set(int count, double... belief) {
    List<double[]> none = Collections.nCopies(count, new double[] {0, 1});
    CountDistribution counts = CountDistribution.of(belief);
    return RepetitionSet.of(new WindowLook(0, 1, counts, new float[1], none, "Said."));
  }

  private static RepetitionSet certain(int count) {
    double[] belief = new double[count + 1];
    belief[count] = 1;
    return set(count, belief);
  }

  @Test
  void theSumComesFirstAndTheSetsAreNamedWhereThereAreSeveral() {
    assertEquals("There are 0 repetitions.", SetAnswer.text(List.of()));
    assertEquals("There is 1 repetition.", SetAnswer.text(List.of(certain(1))));
    assertEquals("There are 7 repetitions.", SetAnswer.text(List.of(certain(7))));
    assertEquals(
        "There are 34 repetitions: 12, 12 and 10 in three sets.",
        SetAnswer.text(List.of(certain(12), certain(12), certain(10))));
    assertEquals(
        "There are 26 repetitions in 13 sets.",
        SetAnswer.text(Collections.nCopies(13, certain(2))));
  }

  @Test
  void theModelsSentenceIsThatOfOneLookAtEverything() {
    assertEquals("Said.", SetAnswer.total(List.of(certain(7))).said());
    assertNull(SetAnswer.total(List.of(certain(7), certain(7))).said());
    assertNull(SetAnswer.total(List.of()).said());
  }

  @Test
  void theIntervalIsThatOfTheSum() {
    RepetitionSet unsure = set(2, 0, 0.2, 0.6, 0.2);
    RepetitionSet total = SetAnswer.total(Collections.nCopies(3, unsure));
    assertEquals(6, total.count());
    // 0.08 of the sum's belief lie below 5, and as much above 7
    assertEquals(5, total.low());
    assertEquals(7, total.high());
    assertEquals(0, SetAnswer.total(List.of()).high());
    assertFalse(set(0, 0.26, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.14).confident());
  }

  @Test
  void theDensityHoldsEachRepetitionOnce() {
    double[] density =
        SetAnswer.density(List.of(new double[] {1, 2}, new double[] {2, 6}), 0, 8, 4);
    assertArrayEquals(new double[] {1, 0.5, 0.5, 0}, density, 1e-9);
    double sum = 0;
    for (double d : SetAnswer.density(List.of(new double[] {0.3, 7.7}), 0, 8, 64)) {
      sum += d;
    }
    assertEquals(1, sum, 1e-5);
  }
}
