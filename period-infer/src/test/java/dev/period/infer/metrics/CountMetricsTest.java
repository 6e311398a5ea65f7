package dev.period.infer.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountMetricsTest {
  private static final JsonNode REFERENCE = ReferenceValues.read("count_metrics.json");
  private final double[] predicted = ReferenceValues.doubles(REFERENCE.get("pred"));
  private final double[] truth = ReferenceValues.doubles(REFERENCE.get("gt"));

  @Test
  void agreesWithTheReference() {
    CountMetrics metrics = CountMetrics.of(predicted, truth);
    for (CountMetric metric : CountMetric.values()) {
      double expected = REFERENCE.at("/expected/" + metric.key()).asDouble(Double.NaN);
      assertEquals(expected, metrics.value(metric), 1e-9, metric.key());
    }
  }

  @Test
  void everyIntervalContainsItsEstimateAndHasWidth() {
    CountMetrics.of(predicted, truth)
        .figures()
        .forEach(
            (metric, figure) -> {
              assertTrue(figure.low() <= figure.value(), metric.key());
              assertTrue(figure.value() <= figure.high(), metric.key());
              assertTrue(figure.low() < figure.high(), metric.key());
            });
  }

  @Test
  void perfectPredictionsHaveNoErrorAndNoInterval() {
    CountMetrics metrics = CountMetrics.of(truth, truth);
    for (CountMetric metric : CountMetric.values()) {
      double expected =
          switch (metric) {
            case OBO_ACC, OBZ_ACC, PEARSON -> 1;
            default -> 0;
          };
      Estimate figure = metrics.figures().get(metric);
      assertEquals(expected, figure.value(), 1e-12, metric.key());
      assertEquals(expected, figure.low(), 1e-12, metric.key());
      assertEquals(expected, figure.high(), 1e-12, metric.key());
    }
  }

  @Test
  void theOrderOfItemsDoesNotMatter() {
    CountMetrics inOrder = CountMetrics.of(predicted, truth);
    Random random = new Random(7);
    double[] p = predicted.clone();
    double[] g = truth.clone();
    for (int i = p.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double swap = p[i];
      p[i] = p[j];
      p[j] = swap;
      swap = g[i];
      g[i] = g[j];
      g[j] = swap;
    }
    assertEquals(inOrder, CountMetrics.of(p, g));
  }

  @Test
  void itemsWithoutRepetitionAreLeftOutOfRelativeErrorsOnly() {
    CountMetrics metrics = CountMetrics.of(new double[] {3, 5}, new double[] {0, 4});
    assertEquals(2, metrics.value(CountMetric.MAE_ABS), 1e-12);
    assertEquals(0.25, metrics.value(CountMetric.MAE_NORM), 1e-12);
    assertEquals(25, metrics.value(CountMetric.MAPE), 1e-12);
    assertEquals((3 / 0.1 + 1 / 4.1) / 2, metrics.value(CountMetric.MAE_NORM01), 1e-12);
  }

  @Test
  void roundsHalfToEvenAsNumPyDoes() {
    double[] halves = {2.5, 3.5, -0.5, 0.5};
    assertEquals(1, CountMetric.OBZ_ACC.of(halves, new double[] {2, 4, 0, 0}), 0);
  }

  @Test
  void undefinedFiguresAreAbsent() {
    CountMetrics constant = CountMetrics.of(new double[] {5, 5, 5}, new double[] {4, 5, 6});
    assertEquals(2 / 3.0, constant.value(CountMetric.MAE_ABS), 1e-12);
    assertFalse(constant.figures().containsKey(CountMetric.PEARSON));
    CountMetrics zeros = CountMetrics.of(new double[] {1}, new double[] {0});
    assertFalse(zeros.figures().containsKey(CountMetric.MAE_NORM));
    assertTrue(CountMetrics.of(new double[0], new double[0]).figures().isEmpty());
  }

  @Test
  void lengthsMustAgree() {
    assertThrows(
        IllegalArgumentException.class,
        () -> CountMetrics.of(new double[] {1}, new double[] {1, 2}));
  }
}
