package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Torch;
import dev.period.core.model.PeriodModel;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.data.SampleSource;
import dev.period.data.synthetic.MacroMix;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.SingleProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
  private static final int BATCH = 6;

  /** Text and clips in an order in which no two micro-batches hold the same share of each. */
  private static SampleSource mixed() {
    SampleSource text = TextRepetition.train(1);
    SampleSource video = new MacroSource(1, 1, 4, 8, new MacroMix(0, 1, 0.2));
    return index -> index < 4 ? video.sample(index) : text.sample(index);
  }

  /** Loss, its parts, and the gradients as the optimizer gets them. */
  private record Outcome(Map<String, Double> metrics, Map<String, float[]> gradients) {}

  private static Outcome step(NanoSetup nano, List<TrainingBatch> batches) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    GradientHook look =
        (scope, all, totals) -> {
          all.forEach((name, gradient) -> gradients.put(name, gradient.toFloatArray()));
          return Map.of("hooked", totals.samples());
        };
    try (PeriodModel model = nano.model();
        Adam optimizer = optimizer(model.parameters().all())) {
      TrainingStep<TrainingBatch> step =
          new TrainingStep<>(
              model,
              new AnswerObjective(1),
              model.parameters().all(),
              List.of(look),
              optimizer,
              StepSettings.plain(1),
              new SingleProcess());
      return new Outcome(step.run(batches, 0, 10, 1e-3), gradients);
    }
  }

  private static Adam optimizer(Map<String, NDArray> trained) {
    return new Adam(trained, AdamRule.adamW(0.9, 0.98, 1e-8, 0.03));
  }

  @Test
  void microBatchesAreOneBatch() {
    try (NanoSetup nano = new NanoSetup()) {
      SampleSource source = mixed();
      Outcome whole =
          step(
              nano,
              new StepBatches<>(source::sample, nano.collator::collate, BATCH, 1, 0, 1).apply(0));
      assertEquals(BATCH, whole.metrics.get("train/hooked"));
      assertTrue(whole.metrics.containsKey("train/density_loss"));
      for (int accumulation : new int[] {2, 6}) {
        List<TrainingBatch> micro =
            new StepBatches<>(source::sample, nano.collator::collate, BATCH, accumulation, 0, 1)
                .apply(0);
        assertEquals(accumulation, micro.size());
        Outcome parts = step(nano, micro);
        assertEquals(whole.metrics.keySet(), parts.metrics.keySet());
        whole.metrics.forEach(
            (name, value) ->
                assertEquals(value, parts.metrics.get(name), 1e-5 * Math.abs(value), name));
        assertEquals(whole.gradients.keySet(), parts.gradients.keySet());
        double largest =
            whole.gradients.values().stream().mapToDouble(TrainingStepTest::norm).max().orElse(0);
        whole.gradients.forEach(
            (name, expected) ->
                assertArrayEquals(
                    expected, parts.gradients.get(name), (float) (1e-5 * largest), name));
      }
    }
  }

  @Test
  void processesShareTheSamplesOfAStep() {
    try (NanoSetup nano = new NanoSetup()) {
      SampleSource source = TextRepetition.train(1);
      List<String> all =
          ids(new StepBatches<>(source::sample, nano.collator::collate, 7, 1, 0, 1).apply(3));
      List<String> shared = new ArrayList<>();
      for (int rank = 0; rank < 2; rank++) {
        List<TrainingBatch> own =
            new StepBatches<>(source::sample, nano.collator::collate, 7, 3, rank, 2).apply(3);
        assertEquals(3, own.size());
        shared.addAll(ids(own));
      }
      assertEquals(7, all.size());
      assertEquals(all, shared);
    }
  }

  private static List<String> ids(List<TrainingBatch> batches) {
    return batches.stream().flatMap(batch -> batch.ids().stream()).toList();
  }

  @Test
  void whatIsNotTrainedHasNoGradientAndNoState() {
    try (NanoSetup nano = new NanoSetup();
        PeriodModel model = nano.model()) {
      Map<String, NDArray> trained = new LinkedHashMap<>(model.parameters().all());
      trained.keySet().removeIf(name -> !name.startsWith("multi_modal_projector"));
      assertFalse(trained.isEmpty());
      Map<String, float[]> before = values(model);
      try (Adam optimizer = optimizer(trained);
          NDManager scope = Torch.scope()) {
        new TrainingStep<>(
                model,
                new AnswerObjective(1),
                trained,
                List.of(),
                optimizer,
                StepSettings.plain(1),
                new SingleProcess())
            .run(
                new StepBatches<>(mixed()::sample, nano.collator::collate, BATCH, 2, 0, 1).apply(0),
                0,
                1,
                1e-3);
        Set<String> state = optimizer.state().keySet();
        model
            .parameters()
            .all()
            .forEach(
                (name, parameter) -> {
                  boolean moved = !Arrays.equals(before.get(name), parameter.toFloatArray());
                  assertEquals(trained.containsKey(name), moved, name);
                  assertEquals(trained.containsKey(name), state.contains(name + ".mean"), name);
                  if (!trained.containsKey(name)) {
                    assertNull(Autograd.gradient(scope, parameter), name);
                  }
                });
      }
    }
  }

  @Test
  void aLossThatIsNotFiniteNamesItsSamplesAndChangesNothing() {
    try (NanoSetup nano = new NanoSetup();
        PeriodModel model = nano.model();
        Adam optimizer = optimizer(model.parameters().all())) {
      Map<String, float[]> before = values(model);
      Objective<TrainingBatch> broken =
          (scope, m, batch, pass) -> {
            Objective.Loss loss = new AnswerObjective(1).of(scope, m, batch, pass);
            return new Objective.Loss(loss.total().div(0f).mul(0f), loss.parts());
          };
      List<TrainingBatch> batches =
          new StepBatches<>(TextRepetition.train(1)::sample, nano.collator::collate, 2, 1, 0, 1)
              .apply(0);
      TrainingStep<TrainingBatch> step =
          new TrainingStep<>(
              model,
              broken,
              model.parameters().all(),
              List.of(),
              optimizer,
              StepSettings.plain(1),
              new SingleProcess());
      PeriodException stop =
          assertThrows(PeriodException.class, () -> step.run(batches, 41, 50, 1e-3));
      assertEquals(PeriodException.Kind.INPUT, stop.kind());
      for (String id : batches.get(0).ids()) {
        assertTrue(stop.getMessage().contains(id), stop.getMessage());
      }
      assertTrue(stop.getMessage().contains("step 42"), stop.getMessage());
      values(model).forEach((name, value) -> assertArrayEquals(before.get(name), value, name));
    }
  }

  private static Map<String, float[]> values(PeriodModel model) {
    Map<String, float[]> values = new HashMap<>();
    model.parameters().all().forEach((name, p) -> values.put(name, p.toFloatArray()));
    return values;
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }
}
