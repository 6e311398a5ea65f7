package dev.period.infer.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodLlmMetricsTest {
  private static final JsonNode REFERENCE = ReferenceValues.read("period_llm_metrics.json");

  @Test
  void myEvalAgreesWithTheReleasedFunction() {
    double[] found =
        PeriodLlmMetrics.myEval(
            ReferenceValues.doubles(REFERENCE.get("pred")),
            ReferenceValues.doubles(REFERENCE.get("gt")));
    JsonNode expected = REFERENCE.get("my_eval");
    assertArrayEquals(
        new double[] {
          expected.get("me").asDouble(),
          expected.get("std").asDouble(),
          expected.get("mae").asDouble(),
          expected.get("rmse").asDouble(),
          expected.get("mer_mean_abs_over_gt_plus1").asDouble(),
          expected.get("p_with_0p01_in_denominator").asDouble()
        },
        found,
        1e-9);
  }

  @Test
  void ciderComparesCharacters() {
    List<String> truth = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (JsonNode item : REFERENCE.get("cider")) {
      truth.add(item.get("gt").asText());
      predicted.add(item.get("pred").asText());
      assertEquals(
          item.get("char_level_cider").asDouble(),
          PeriodLlmCider.score(item.get("gt").asText(), item.get("pred").asText()),
          1e-9);
    }
    assertEquals(REFERENCE.get("cider_mean").asDouble(), value(truth, predicted, "cider"), 1e-9);
  }

  @Test
  void truthAndPredictionAreSwapped() {
    List<String> truth = List.of("9 reps", "4 reps");
    List<String> predicted = List.of("It was 3.", "It was 4.");
    assertEquals(3, value(truth, predicted, "me"), 1e-12, "truth less prediction");
    assertEquals(6 / 4.0 / 2, value(truth, predicted, "mer"), 1e-12, "one more than what was said");
  }

  @Test
  void numbersFromAHundredOnAreNone() {
    assertEquals(0, value(List.of("120 beats"), List.of("150 beats"), "mae"), 0);
    assertEquals(72, value(List.of("72 beats"), List.of("150 beats"), "mae"), 0);
    assertEquals(72, value(List.of("72.9 beats"), List.of("no idea"), "mae"), 0);
  }

  @Test
  void anEmptyAnswerIsNone() {
    assertEquals(
        PeriodLlmCider.score("None of them", "None."), PeriodLlmCider.score("None of them", ""), 0);
    assertTrue(PeriodLlmCider.score("None of them", "") > 1);
    assertEquals(0, PeriodLlmCider.score("", "5"), 0, "no pair of characters, but an item");
    assertEquals(0, PeriodLlmCider.score("5", "5"), 0, "one pair has no rare words");
  }

  @Test
  void aDifferentLengthShiftsEverythingBehindIt() {
    String truth = "There are 9 repetitions.";
    assertTrue(PeriodLlmCider.score(truth, "There are 8 repetitions.") > 1.9);
    assertTrue(PeriodLlmCider.score(truth, "There are 10 repetitions.") < 1);
  }

  @Test
  void baselinesHaveNoWords() {
    PeriodLlmMetrics numbers = PeriodLlmMetrics.ofNumbers(List.of("4", "6"), List.of("4.5", "5"));
    assertFalse(numbers.figures().containsKey("cider"));
    assertEquals(0.5, numbers.figures().get("mae").value(), 1e-12, "4.5 reads as 4");
    assertEquals(numbers, PeriodLlmMetrics.ofNumbers(List.of("4", "6"), List.of("4.5", "5")));
    assertTrue(PeriodLlmMetrics.of(List.of(), List.of()).figures().isEmpty());
    assertThrows(
        IllegalArgumentException.class, () -> PeriodLlmMetrics.of(List.of("1"), List.of()));
  }

  private static double value(List<String> truth, List<String> predicted, String key) {
    return PeriodLlmMetrics.of(truth, predicted).figures().get(key).value();
  }
}
