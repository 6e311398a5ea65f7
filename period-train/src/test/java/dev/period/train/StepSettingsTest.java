package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.model.PeriodModel;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.optim.RloMode;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.SingleProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the settings of a step do to a few steps of the text stage. */
class StepSettingsTest {
  private static final int STEPS = 3;
  private static final SampleSource QUESTIONS = TextRepetition.train(1);

  private NanoSetup nano;

  @BeforeEach
  void open() {
    nano = new NanoSetup();
  }

  @AfterEach
  void close() {
    nano.close();
  }

  /** What steps leave behind: weights by name, and the figures of each. */
  private record Run(Map<String, float[]> weights, List<Map<String, Double>> metrics) {}

  private Run run(StepSettings settings, int accumulation) {
    List<Map<String, Double>> metrics = new ArrayList<>();
    Map<String, float[]> weights = new LinkedHashMap<>();
    try (PeriodModel model = nano.model();
        Adam optimizer =
            new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.98, 1e-8, 0.03))) {
      TrainingStep<TrainingBatch> step =
          new TrainingStep<>(
              model,
              new AnswerObjective(1),
              model.parameters().all(),
              List.of(),
              optimizer,
              settings,
              new SingleProcess());
      StepBatches<Sample, TrainingBatch> batches =
          new StepBatches<>(QUESTIONS::sample, nano.collator::collate, 4, accumulation, 0, 1);
      for (int i = 0; i < STEPS; i++) {
        metrics.add(step.run(batches.apply(i), i, STEPS, 1e-3));
      }
      model.parameters().all().forEach((name, p) -> weights.put(name, p.toFloatArray()));
    }
    return new Run(weights, metrics);
  }

  private static StepSettings rlo(RloMode mode) {
    return new StepSettings(1, false, LossMultiplier.NONE, new RloSettings(mode.key(), 0.5, true));
  }

  @ParameterizedTest
  @EnumSource
  void readingsOfRlo(RloMode mode) {
    Run off = run(StepSettings.plain(1), 1);
    Run on = run(rlo(mode), 1);
    boolean changes = mode.onActivations() || mode.onRows();
    boolean same = true;
    for (String name : off.weights.keySet()) {
      same &= Arrays.equals(off.weights.get(name), on.weights.get(name));
    }
    assertEquals(!changes, same, "weights behind " + STEPS + " steps are the same");
    for (int step = 0; step < STEPS; step++) {
      Map<String, Double> metrics = on.metrics.get(step);
      assertEquals(mode != RloMode.OFF, metrics.containsKey("rlo/boosted_share"));
      if (changes) {
        double share = metrics.get("rlo/boosted_share");
        assertTrue(share > 0.1 && share < 0.9, "share " + share);
        double factor = mode.factor(0.5, step, STEPS);
        assertEquals(1 + share * (factor - 1), metrics.get("rlo/mean_weight"), 1e-9);
      } else if (mode == RloMode.RELEASED_NOOP) {
        assertEquals(0, metrics.get("rlo/boosted_share"));
        assertEquals(1, metrics.get("rlo/mean_weight"));
      }
    }
  }

  /** Means of rows are over the whole step, however it is cut. */
  @Test
  void rowsOfAccumulatedGradients() {
    Run whole = run(rlo(RloMode.PAPER_EXP_ROWS), 1);
    Run parts = run(rlo(RloMode.PAPER_EXP_ROWS), 4);
    double all = whole.metrics.get(0).get("rlo/boosted_share");
    // a mean on the threshold may fall to either side of it
    assertEquals(all, parts.metrics.get(0).get("rlo/boosted_share"), 2e-3);
  }

  @Test
  void recomputationChangesNoLoss() {
    Run kept = run(StepSettings.plain(1), 2);
    Run recomputed = run(new StepSettings(1, true, LossMultiplier.NONE, RloSettings.OFF), 2);
    for (int step = 0; step < STEPS; step++) {
      double loss = kept.metrics.get(step).get("train/loss");
      // the periodicity encoder's two ways back are added up in another order
      double tolerance = step == 0 ? 0 : 1e-4 * loss;
      assertEquals(loss, recomputed.metrics.get(step).get("train/loss"), tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "20000, 1.4621171573", "50000, 1.84828364", "100000, 1.9866142982"})
  void periodLlmsMultiplier(long step, double expected) {
    assertEquals(expected, LossMultiplier.PERIOD_LLM.of(step, 200000), 1e-9);
    assertEquals(1, LossMultiplier.NONE.of(step, 200000));
  }

  /** With gradients far above the norm to clip to, the factor shows in their norm alone. */
  @Test
  void theMultiplierIsOnTheGradientsAndNotInTheLoggedLoss() {
    Run plain = run(StepSettings.plain(1e9), 2);
    Run multiplied =
        run(new StepSettings(1e9, false, LossMultiplier.PERIOD_LLM, RloSettings.OFF), 2);
    assertFalse(plain.metrics.get(0).containsKey("train/loss_multiplier"));
    for (int step = 0; step < 2; step++) {
      Map<String, Double> metrics = multiplied.metrics.get(step);
      double factor = metrics.get("train/loss_multiplier");
      assertEquals(LossMultiplier.PERIOD_LLM.of(step, STEPS), factor);
      double ratio =
          metrics.get("train/grad_norm") / plain.metrics.get(step).get("train/grad_norm");
      assertEquals(factor, ratio, step == 0 ? 1e-6 : 0.02);
      double loss = plain.metrics.get(step).get("train/loss");
      assertEquals(loss, metrics.get("train/loss"), 1e-3 * loss);
    }
    assertNotEquals(1, multiplied.metrics.get(1).get("train/loss_multiplier"));
  }

  @Test
  void packedQuestionsGiveTheSameStep() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      samples.add(QUESTIONS.sample(i));
    }
    TrainingBatch padded = nano.collator.collate(samples);
    TrainingBatch packed = nano.packing(400).collate(samples);
    assertEquals(padded.samples(), packed.samples());
    assertEquals(padded.tokens(), packed.tokens());
    assertTrue(packed.inputs().size() < padded.inputs().size());
    assertEquals(loss(padded), loss(packed), 1e-5 * loss(padded));
  }

  private double loss(TrainingBatch batch) {
    try (PeriodModel model = nano.model();
        Adam optimizer = new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.98, 1e-8, 0))) {
      return new TrainingStep<>(
              model,
              new AnswerObjective(1),
              model.parameters().all(),
              List.of(),
              optimizer,
              StepSettings.plain(1),
              new SingleProcess())
          .run(List.of(batch), 0, 1, 1e-3)
          .get("train/loss");
    }
  }
}
