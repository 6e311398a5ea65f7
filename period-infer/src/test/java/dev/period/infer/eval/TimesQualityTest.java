package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimesQualityTest {
  private static Outcome.Scored outcome(List<Double> truth, double... ends) {
    EvalItem item =
        new EvalItem("a", null, null, null, "how many?", "", truth.size(), List.of(), truth);
    List<double[]> spans =
        Arrays.stream(ends).mapToObj(end -> new double[] {end - 1, end}).toList();
    ClipCurve curve = new ClipCurve(8, 0, 8, new double[0], spans);
    Prediction prediction = new Prediction("", ends.length, null, null, true, null, curve);
    return new Outcome.Scored(item, prediction, Map.of());
  }

  @Test
  void anEndMayBeOffByAQuarterOfThePeriod() {
    // the periods are 2, 2 and 4, so that half a second is allowed
    Outcome.Scored outcome = outcome(List.of(2.0, 4.0, 6.0), 1.5, 4.5, 6.6);
    TimesQuality quality = TimesQuality.of(List.of(outcome)).orElseThrow();
    assertEquals(2 / 3.0, quality.counted().f1().value(), 1e-12);
    // equal spacing over eight seconds ends at 2.67, 5.33 and 8
    assertEquals(0, quality.uniform().f1().value());
  }

  @Test
  void aSingleRepetitionHasThePeriodUntilItsEnd() {
    TimesQuality quality = TimesQuality.of(List.of(outcome(List.of(8.0), 6.1))).orElseThrow();
    assertEquals(1, quality.counted().f1().value());
    assertEquals(1, quality.uniform().f1().value());
  }

  @Test
  void itemsWithoutKnownEndsDoNotCount() {
    assertTrue(TimesQuality.of(List.of(outcome(List.of(), 1, 2))).isEmpty());
    TimesQuality quality =
        TimesQuality.of(List.of(outcome(List.of(), 1, 2), outcome(List.of(4.0), 4))).orElseThrow();
    assertEquals(1, quality.counted().n());
  }

  @Test
  void anAnswerWithoutTimesFindsNothing() {
    Outcome.Scored found = outcome(List.of(4.0), 4);
    EvalItem item = found.item();
    Outcome.Scored silent = new Outcome.Scored(item, Prediction.of(1), Map.of());
    assertTrue(TimesQuality.of(List.of(silent)).isEmpty());
    TimesQuality quality = TimesQuality.of(List.of(found, silent)).orElseThrow();
    assertEquals(0.5, quality.counted().recall().value());
    assertEquals(1, quality.counted().precision().value());
  }
}
