package dev.period.infer.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartRateMetricsTest {
  private static final JsonNode REFERENCE = ReferenceValues.read("count_metrics.json");

  @Test
  void agreesWithTheReference() {
    double[] predicted = ReferenceValues.doubles(REFERENCE.get("pred"));
    double[] truth = ReferenceValues.doubles(REFERENCE.get("gt"));
    List<List<HeartRateMetrics.Score>> recordings = new ArrayList<>();
    for (int i = 0; i < truth.length; i++) {
      recordings.add(List.of(score(predicted[i], truth[i])));
    }
    HeartRateMetrics metrics = HeartRateMetrics.of(recordings);
    for (String key : List.of("mae_abs", "rmse", "mape", "pearson")) {
      assertEquals(REFERENCE.at("/expected/" + key).asDouble(), metrics.value(key), 1e-9, key);
      Estimate figure = metrics.figures().get(key);
      assertTrue(figure.low() < figure.value() && figure.value() < figure.high(), key);
    }
    assertFalse(metrics.figures().containsKey("snr_db"));
  }

  /** Errors 1, 3, 2, 6: mean 3, deviation √3.5; squares 1, 9, 4, 36: deviation √192.25. */
  @Test
  void standardErrorsOfTheToolbox() {
    HeartRateMetrics metrics =
        HeartRateMetrics.of(
            List.of(List.of(score(61, 60), score(77, 80)), List.of(score(72, 70), score(84, 90))));
    assertEquals(3, metrics.value("mae_abs"), 1e-12);
    assertEquals(Math.sqrt(3.5) / 2, metrics.standardErrors().get("mae_abs"), 1e-12);
    assertEquals(Math.sqrt(Math.sqrt(192.25) / 2), metrics.standardErrors().get("rmse"), 1e-12);
    double r = metrics.value("pearson");
    assertEquals(Math.sqrt((1 - r * r) / 2), metrics.standardErrors().get("pearson"), 1e-12);
    assertEquals(4, metrics.n());
  }

  @Test
  void wavesAreAveragedWhereThereAreSome() {
    HeartRateMetrics metrics =
        HeartRateMetrics.of(
            List.of(
                List.of(new HeartRateMetrics.Score(60, 60, 4, 0.5)),
                List.of(new HeartRateMetrics.Score(0, 70, Double.NaN, Double.NaN)),
                List.of(new HeartRateMetrics.Score(80, 80, 2, 0.7))));
    assertEquals(3, metrics.value("snr_db"), 1e-12);
    assertEquals(0.6, metrics.value("macc"), 1e-12);
    assertEquals(1 / Math.sqrt(2), metrics.standardErrors().get("snr_db"), 1e-12);
  }

  @Test
  void windowsOfOneRecordingAreDrawnTogether() {
    List<HeartRateMetrics.Score> one = List.of(score(60, 60), score(70, 60), score(80, 60));
    Estimate figure = HeartRateMetrics.of(List.of(one)).figures().get("mae_abs");
    assertEquals(new Estimate(10, 10, 10), figure, "one recording says nothing about others");
  }

  @Test
  void nothingIsNoFigure() {
    HeartRateMetrics none = HeartRateMetrics.of(List.of());
    assertEquals(0, none.n());
    assertTrue(none.figures().isEmpty() && Double.isNaN(none.value("mae_abs")));
  }

  private static HeartRateMetrics.Score score(double predicted, double truth) {
    return new HeartRateMetrics.Score(predicted, truth, Double.NaN, Double.NaN);
  }
}
