package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountDistributionTest {
  private static final CountDistribution COUNTS =
      CountDistribution.of(new double[] {0, 2, 4, 8, 2, 0, 4});

  @Test
  void weightsBecomeProbabilities() {
    assertArrayEquals(new double[] {0, 0.1, 0.2, 0.4, 0.1, 0, 0.2}, COUNTS.probabilities(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.05, 1", "0.29, 2", "0.31, 3", "0.5, 3", "0.75, 4", "0.9, 6", "1, 6"})
  void quantiles(double q, int expected) {
    assertEquals(expected, COUNTS.quantile(q));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, 0.4",
    "3, 1, 0.7",
    "0, 1, 0.1",
    "6, 1, 0.2",
    "6, 100, 1",
    "9, 2, 0",
    "9, 3, 0.2"
  })
  void within(int count, int distance, double expected) {
    assertEquals(expected, COUNTS.within(count, distance), 1e-12);
  }

  @Test
  void theLastCountCatchesRoundingErrors() {
    double[] weights = new double[7];
    java.util.Arrays.fill(weights, 1);
    CountDistribution even = CountDistribution.of(weights);
    assertEquals(6, even.quantile(1));
    assertEquals(3, even.median());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noAnswerHasASmallerExpectedErrorThanTheMedian(long seed) {
    double[] weights = new SplittableRandom(seed).doubles(20).map(x -> x * x * x).toArray();
    CountDistribution counts = CountDistribution.of(weights);
    double best = error(counts, counts.median());
    for (int answer = 0; answer < 20; answer++) {
      assertTrue(best <= error(counts, answer) + 1e-12, "seed " + seed + ", answer " + answer);
    }
  }

  private static double error(CountDistribution counts, int answer) {
    double error = 0;
    for (int count = 0; count < counts.probabilities().length; count++) {
      error += counts.probabilities()[count] * Math.abs(count - answer);
    }
    return error;
  }

  @Test
  void theMeanTellsFractionsAndLeavesOtherOpinionsOut() {
    assertEquals(2.5, CountDistribution.of(new double[] {0, 0, 1, 1, 0, 0}).mean(2), 1e-12);
    // 12 is believed with 0.3, but nobody believes in 5
    double[] two = new double[20];
    two[3] = 0.4;
    two[4] = 0.3;
    two[12] = 0.3;
    assertEquals((3 * 0.4 + 4 * 0.3) / 0.7, CountDistribution.of(two).mean(3), 1e-12);
    assertEquals(0, CountDistribution.of(new double[] {1, 0}).mean(3), 0);
  }

  @Test
  void aWitnessDecidesBetweenWhatIsBelievedAlike() {
    double[] torn = new double[30];
    torn[6] = 0.49;
    torn[12] = 0.51;
    CountDistribution counts = CountDistribution.of(torn);
    assertEquals(12, counts.median());
    assertEquals(6, counts.weighed(6.4).median());
    assertEquals(12, counts.weighed(11.5).median());
    assertEquals(12, counts.weighed(28).median(), "far from both it changes nothing");
  }

  @Test
  void aWitnessWeighsUpToThreeTimes() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      CountDistribution counts = CountDistribution.of(random.doubles(40).toArray());
      double expected = 45 * random.nextDouble();
      double[] before = counts.probabilities();
      double[] after = counts.weighed(expected).probabilities();
      double sum = 0;
      double least = Double.MAX_VALUE;
      double most = 0;
      for (int n = 0; n < after.length; n++) {
        sum += after[n];
        least = Math.min(least, after[n] / before[n]);
        most = Math.max(most, after[n] / before[n]);
        if (n > 0 && n < expected) {
          assertTrue(after[n] / before[n] >= after[n - 1] / before[n - 1] - 1e-12);
        }
      }
      assertEquals(1, sum, 1e-9);
      assertTrue(most / least <= 3 + 1e-9, most + " by " + least);
    }
  }
}
