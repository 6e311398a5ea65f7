package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Torch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DpoLossTest {
  /** What comes out of one call, and the gradient of the mean loss. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(float[] losses, float[] rewards, float[] gradient) {}

  private static Found of(DpoLoss loss, float[] policy, float[] reference) {
    try (NDManager scope = Torch.scope()) {
      NDArray trained = Torch.floats(scope, policy, policy.length);
      Autograd.requireGradient(trained, true);
      DpoLoss.Output output =
          Autograd.record(
              () -> loss.of(scope, trained, Torch.floats(scope, reference, reference.length)));
      NDArray mean = Autograd.record(() -> output.losses().mean());
      Autograd.backward(scope, mean);
      NDArray gradient = Autograd.gradient(scope, trained);
      return new Found(
          output.losses().toFloatArray(),
          output.rewards().toFloatArray(),
          gradient == null ? new float[0] : gradient.toFloatArray());
    }
  }

  @Test
  void agreesWithTheReference() throws Exception {
    JsonNode expected =
        new JsonMapper()
            .readTree(Fixtures.path("expected/algorithms/training_misc.json").toFile())
            .get("dpo");
    float[] policy = pairs(expected, "policy_chosen_logp", "policy_rejected_logp");
    float[] reference = pairs(expected, "ref_chosen_logp", "ref_rejected_logp");
    Found found = of(new DpoLoss(expected.get("beta").doubleValue(), 0), policy, reference);
    for (int i = 0; i < found.losses.length; i++) {
      assertEquals(expected.get("loss_per_item").get(i).doubleValue(), found.losses[i], 1e-6);
      double chosen = expected.get("chosen_reward").get(i).doubleValue();
      double rejected = expected.get("rejected_reward").get(i).doubleValue();
      assertEquals(chosen, found.rewards[2 * i], 1e-6);
      assertEquals(rejected, found.rewards[2 * i + 1], 1e-6);
      double slope = expected.get("d_loss_mean_d_policy_chosen").get(i).doubleValue();
      assertEquals(slope, found.gradient[2 * i], 1e-8);
      assertEquals(-slope, found.gradient[2 * i + 1], 1e-8);
    }
  }

  private static float[] pairs(JsonNode expected, String chosen, String rejected) {
    float[] values = new float[2 * expected.get(chosen).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = expected.get(i % 2 == 0 ? chosen : rejected).get(i / 2).floatValue();
    }
    return values;
  }

  /** The formula in double precision, as it stands; its slope by differences. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.3})
  void agreesWithTheFormula(double smoothing) {
    SplittableRandom random = new SplittableRandom(3);
    float[] policy = new float[20];
    float[] reference = new float[20];
    for (int i = 0; i < policy.length; i++) {
      policy[i] = (float) (-20 * random.nextDouble());
      reference[i] = (float) (-20 * random.nextDouble());
    }
    Found found = of(new DpoLoss(0.25, smoothing), policy, reference);
    for (int i = 0; i < 10; i++) {
      double margin =
          0.25 * (policy[2 * i] - reference[2 * i] - policy[2 * i + 1] + reference[2 * i + 1]);
      assertEquals(naive(margin, smoothing), found.losses[i], 1e-5);
      double slope = (naive(margin + 1e-5, smoothing) - naive(margin - 1e-5, smoothing)) / 2e-5;
      assertEquals(0.25 * slope / 10, found.gradient[2 * i], 1e-6);
    }
  }

  private static double naive(double margin, double smoothing) {
    double right = 1 / (1 + Math.exp(-margin));
    return -(1 - smoothing) * Math.log(right) - smoothing * Math.log(1 - right);
  }

  @Test
  void farMarginsStayFinite() {
    Found found =
        of(new DpoLoss(1, 0.1), new float[] {-9000, 0, 0, -9000}, new float[] {0, 0, 0, 0});
    assertEquals(0.9 * 9000, found.losses[0], 1e-2);
    assertEquals(0.1 * 9000, found.losses[1], 1e-2);
    assertEquals(-0.9 / 2, found.gradient[0], 1e-6);
    assertEquals(0.1 / 2, found.gradient[2], 1e-6);
  }

  @Test
  void likelihoodsAreSumsOverTheTokensOfAnAnswer() {
    SplittableRandom random = new SplittableRandom(4);
    int rows = 5;
    int vocabulary = 7;
    float[] logits = new float[rows * vocabulary];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (8 * random.nextDouble() - 4);
    }
    long[] tokens = {6, 0, 3, 3, 1};
    long[] owners = {0, 0, 2, 0, 2};
    double[] expected = new double[3];
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < vocabulary; i++) {
        sum += Math.exp(logits[row * vocabulary + i]);
      }
      expected[(int) owners[row]] += logits[row * vocabulary + (int) tokens[row]] - Math.log(sum);
    }
    try (NDManager scope = Torch.scope()) {
      float[] found =
          new AnswerLikelihood()
              .of(scope, Torch.floats(scope, logits, rows, vocabulary), tokens, owners, 3)
              .toFloatArray();
      for (int answer = 0; answer < 3; answer++) {
        assertEquals(expected[answer], found[answer], 1e-5);
      }
      assertTrue(found[1] == 0, "an answer without tokens is certain");
    }
  }
}
