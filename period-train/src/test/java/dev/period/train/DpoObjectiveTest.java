package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.model.PeriodModel;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.data.Sample;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.SingleProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class DpoObjectiveTest {
  private static final int PAIRS = 6;
  private static final double BETA = 0.5;

  /** Questions about words; the rejected answer is longer than the chosen one. */
  private static Preference pair(long index) {
    Sample sample = TextRepetition.train(1).sample(index);
    return new Preference(sample, "It is none of " + index + " times.", -12f + index, -20f);
  }

  /** Loss, its parts, and the gradients as the optimizer gets them. */
  private record Outcome(Map<String, Double> metrics, Map<String, float[]> gradients) {}

  private static Outcome step(
      NanoSetup nano, DpoSettings settings, int accumulation, int packWidth) {
    PreferenceCollator collator =
        new PreferenceCollator(nano.config.model(), nano.prompts, packWidth);
    LongFunction<List<PreferenceBatch>> batches =
        new StepBatches<>(DpoObjectiveTest::pair, collator::collate, PAIRS, accumulation, 0, 1);
    Map<String, float[]> gradients = new LinkedHashMap<>();
    GradientHook look =
        (scope, all, totals) -> {
          all.forEach((name, gradient) -> gradients.put(name, gradient.toFloatArray()));
          return Map.of("samples", totals.samples());
        };
    try (PeriodModel model = nano.model();
        Adam optimizer = new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.98, 1e-8, 0))) {
      TrainingStep<PreferenceBatch> step =
          new TrainingStep<>(
              model,
              new DpoObjective(settings),
              model.parameters().all(),
              List.of(look),
              optimizer,
              StepSettings.plain(1),
              new SingleProcess());
      return new Outcome(step.run(batches.apply(0), 0, 10, 1e-3), gradients);
    }
  }

  /** By one answer at a time, token for token, in double precision. */
  @Test
  void agreesWithTheFormula() {
    try (NanoSetup nano = new NanoSetup();
        PeriodModel model = nano.model()) {
      double loss = 0;
      double sft = 0;
      double margins = 0;
      double right = 0;
      for (int i = 0; i < PAIRS; i++) {
        Preference pair = pair(i);
        double[] chosen = logProbability(nano, model, pair.sample(), pair.sample().answer());
        double[] rejected = logProbability(nano, model, pair.sample(), pair.rejected());
        double margin =
            BETA * (chosen[0] - pair.referenceChosen() - rejected[0] + pair.referenceRejected());
        loss -= 0.9 * Math.log(1 / (1 + Math.exp(-margin))) / PAIRS;
        loss -= 0.1 * Math.log(1 / (1 + Math.exp(margin))) / PAIRS;
        sft -= chosen[0] / chosen[1] / PAIRS;
        margins += margin / PAIRS;
        right += margin > 0 ? 1.0 / PAIRS : 0;
      }
      Map<String, Double> found = step(nano, new DpoSettings(BETA, 0.1, 2.0, 0.3), 1, 0).metrics;
      assertEquals(loss, found.get("train/dpo_loss"), 1e-4 * loss);
      assertEquals(sft, found.get("train/sft_loss"), 1e-4 * sft);
      assertEquals(2 * loss + 0.3 * sft, found.get("train/loss"), 1e-4 * loss);
      assertEquals(margins, found.get("train/reward_margin"), 1e-4 * Math.abs(margins));
      assertEquals(right, found.get("train/reward_accuracy"), 1e-6);
      assertTrue(right > 0 && right < 1, "the test should see both: " + right);
      assertEquals(
          margins,
          found.get("train/reward_chosen") - found.get("train/reward_rejected"),
          1e-4 * Math.abs(margins));
      assertEquals(PAIRS, found.get("train/samples"));
    }
  }

  /** The log-probability of an answer and its length in tokens. */
  private static double[] logProbability(
      NanoSetup nano, PeriodModel model, Sample sample, String answer) {
    PreferenceBatch batch =
        new PreferenceCollator(nano.config.model(), nano.prompts, 0)
            .collate(
                List.of(
                    new Preference(
                        new Sample(
                            "", sample.question(), answer, -1, sample.gram(), null, null, null),
                        "x",
                        0,
                        0)));
    double sum = 0;
    int length = batch.lengths()[0];
    try (NDManager scope = Torch.scope()) {
      PeriodModel.Output output = model.forward(scope, batch.inputs(), null);
      float[] logits = model.logits(scope, output.hidden(), batch.rows()).toFloatArray();
      int vocabulary = logits.length / batch.rows().length;
      for (int row = 0; row < length; row++) {
        double total = 0;
        for (int i = 0; i < vocabulary; i++) {
          total += Math.exp(logits[row * vocabulary + i]);
        }
        sum += logits[row * vocabulary + (int) batch.targets()[row]] - Math.log(total);
      }
    }
    return new double[] {sum, length};
  }

  @Test
  void microBatchesAndPackedRowsAreOneBatch() {
    try (NanoSetup nano = new NanoSetup()) {
      DpoSettings settings = new DpoSettings(BETA, 0.0, 1.0, 0.3);
      Outcome whole = step(nano, settings, 1, 0);
      double largest =
          whole.gradients.values().stream().mapToDouble(DpoObjectiveTest::norm).max().orElse(0);
      for (Outcome other : List.of(step(nano, settings, 3, 0), step(nano, settings, 1, 400))) {
        assertEquals(whole.metrics.keySet(), other.metrics.keySet());
        whole.metrics.forEach(
            (name, value) ->
                assertEquals(value, other.metrics.get(name), 2e-5 * Math.abs(value), name));
        whole.gradients.forEach(
            (name, expected) ->
                assertArrayEquals(
                    expected, other.gradients.get(name), (float) (1e-5 * largest), name));
      }
    }
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
