package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.PeriodException;
import dev.period.core.checkpoint.Fixtures;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingTest {
  /** What Hugging Face's logits processors make of the same logits. */
  @ParameterizedTest
  @CsvSource({
    "temperature0.7, 0.7, 0, 1, 1",
    "top_k5, 1, 5, 1, 1",
    "top_p0.9, 1, 0, 0.9, 1",
    "top_p0.5, 1, 0, 0.5, 1",
    "repetition_penalty1.3, 1, 0, 1, 1.3"
  })
  void filters(String name, double temperature, int topK, double topP, double penalty)
      throws Exception {
    JsonNode all =
        new JsonMapper()
            .readTree(Fixtures.path("expected/algorithms/training_misc.json").toFile())
            .get("sampling_filters_hf");
    double[] logits = new JsonMapper().treeToValue(all.get("logits"), double[].class);
    int[] previous = new JsonMapper().treeToValue(all.get("previous_ids"), int[].class);
    new Sampling(temperature, topK, topP, penalty).filter(logits, previous);
    JsonNode expected = all.get(name).get("logits_kept_else_null");
    for (int i = 0; i < logits.length; i++) {
      if (expected.get(i).isNull()) {
        assertEquals(Double.NEGATIVE_INFINITY, logits[i], name + ", token " + i);
      } else {
        assertEquals(expected.get(i).doubleValue(), logits[i], 1e-6, name + ", token " + i);
      }
    }
    double largest = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).sum();
    for (int i = 0; i < logits.length; i++) {
      assertEquals(
          all.get(name).get("softmax").get(i).doubleValue(),
          Math.exp(logits[i] - largest) / sum,
          1e-6,
          name + ", token " + i);
    }
  }

  @Test
  void greedyTakesTheLikeliestThatIsAllowed() {
    SplittableRandom none = null;
    double no = Double.NEGATIVE_INFINITY;
    assertEquals(2, Sampling.GREEDY.choose(new double[] {1, 2, 3, no}, new int[0], none));
    assertEquals(1, Sampling.GREEDY.choose(new double[] {1, 2, no, no}, new int[0], none));
    Sampling penalised = new Sampling(0, 0, 1, 2);
    assertEquals(1, penalised.choose(new double[] {1, 2, 3, no}, new int[] {2, 2, 3, -1}, none));
  }

  /** As often as the probabilities say, within four standard deviations. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void drawsByProbability(double temperature) {
    double[] logits = {0, 1, 2, -1, 0.5};
    int n = 20_000;
    int[] found = new int[logits.length];
    SplittableRandom random = new SplittableRandom(8);
    Sampling sampling = new Sampling(temperature, 0, 1, 1);
    for (int i = 0; i < n; i++) {
      found[sampling.choose(logits.clone(), new int[0], random)]++;
    }
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit / temperature)).sum();
    for (int i = 0; i < logits.length; i++) {
      double p = Math.exp(logits[i] / temperature) / sum;
      assertEquals(n * p, found[i], 4 * Math.sqrt(n * p * (1 - p)), "token " + i);
    }
  }

  @Test
  void whatIsFilteredOutIsNeverDrawn() {
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 2000; i++) {
      double[] logits = random.doubles(50, -4, 4).toArray();
      logits[i % 50] = Double.NEGATIVE_INFINITY;
      int topK = random.nextInt(60);
      double topP = 1 - random.nextDouble();
      double[] filtered = logits.clone();
      Sampling sampling = new Sampling(0.1 + random.nextDouble(), topK, topP, 1.2);
      sampling.filter(filtered, new int[] {1, 2});
      long kept = Arrays.stream(filtered).filter(Double::isFinite).count();
      assertTrue(kept >= 1 && (topK == 0 || kept <= topK), "kept " + kept + " of " + topK);
      int drawn = sampling.choose(logits, new int[] {1, 2}, random);
      assertTrue(Double.isFinite(filtered[drawn]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 1, 1, temperature",
    "NaN, 0, 1, 1, temperature",
    "1, -1, 1, 1, top-k",
    "1, 0, 0, 1, top-p",
    "1, 0, 1.5, 1, top-p",
    "1, 0, 1, 0, repetition penalty"
  })
  void refusesWhatIsOutOfRange(double t, int k, double p, double penalty, String name) {
    PeriodException e = assertThrows(PeriodException.class, () -> new Sampling(t, k, p, penalty));
    assertEquals(PeriodException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().startsWith(name), e.getMessage());
  }
}
