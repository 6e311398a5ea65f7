package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Naive;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Recomputation;
import dev.period.core.engine.Torch;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.TrainingPass;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to do one training step of a whole model that must not change what it does. */
class TrainingStepTest {
  private static final PeriodConfig CONFIG = PeriodModelTest.tiny();

  private static boolean everything(String name) {
    return !name.isEmpty();
  }

  /** Prompts of several lengths, every other one about a video if {@code media} says so. */
  private static List<Prompt> prompts(boolean media) {
    SplittableRandom random = new SplittableRandom(21);
    List<Prompt> prompts = new ArrayList<>();
    for (int length : new int[] {5, 9, 3, 12, 4, 7}) {
      int[] ids = random.ints(length, 5, 60).toArray();
      if (media && length % 2 == 1) {
        ids[1] = Media.MARKER;
        prompts.add(Media.prompt(CONFIG, ids, Media.video(CONFIG, 2, random)));
      } else {
        prompts.add(Media.prompt(CONFIG, ids));
      }
    }
    return prompts;
  }

  /**
   * Loss and gradients by name; parameters that the loss does not reach are left out.
   *
   * @param density weight of the periodicity encoder's own loss
   */
  private static Map<String, float[]> step(
      Batch batch, Dtype dtype, boolean recompute, double density, Predicate<String> trained) {
    Map<String, float[]> found = new LinkedHashMap<>();
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(7), Device.cpu(), dtype);
        NDManager scope = Torch.scope()) {
      model
          .parameters()
          .all()
          .forEach((name, p) -> Autograd.requireGradient(p, trained.test(name)));
      Recomputation recomputation = recompute ? new Recomputation() : null;
      TrainingPass pass = new TrainingPass(recomputation, null);
      NDArray loss = Autograd.record(() -> loss(scope, model, batch, pass, density));
      found.put("loss", loss.toFloatArray());
      if (recomputation == null) {
        Autograd.backward(scope, loss);
      } else {
        recomputation.backward(scope, loss);
      }
      model
          .parameters()
          .all()
          .forEach(
              (name, p) -> {
                NDArray gradient = Autograd.gradient(scope, p);
                if (gradient != null) {
                  found.put(name, gradient.toFloatArray());
                }
              });
    }
    return found;
  }

  /** Every token but the first of a prompt is a target. */
  private static NDArray loss(
      NDManager scope, PeriodModel model, Batch batch, TrainingPass pass, double density) {
    PeriodModel.Output output = model.forwardTraining(scope, batch, pass);
    List<Long> rows = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    for (int p = 0; p < batch.prompts().size(); p++) {
      int[] ids = batch.prompts().get(p).tokens().ids();
      for (int i = 0; i + 1 < ids.length; i++) {
        rows.add((long) batch.starts()[p] + i);
        targets.add((long) Math.max(0, ids[i + 1]) % CONFIG.textConfig().vocabSize());
      }
    }
    NDArray logits =
        model.logits(scope, output.hidden(), rows.stream().mapToLong(r -> r).toArray());
    float[] ones = new float[rows.size()];
    java.util.Arrays.fill(ones, 1);
    NDArray answer =
        new AnswerLoss()
            .of(scope, logits, targets.stream().mapToLong(t -> t).toArray(), ones, ones.length);
    if (density == 0 || output.periodicity() == null) {
      return answer;
    }
    return answer.add(Naive.times(output.periodicity().density().sum(), density));
  }

  @ParameterizedTest
  @CsvSource({"FP32", "BF16"})
  void recomputationOfTowerAndDecoderChangesNoBit(Dtype dtype) {
    Batch batch = Batch.of(CONFIG, prompts(true));
    Map<String, float[]> plain = step(batch, dtype, false, 0, TrainingStepTest::everything);
    Map<String, float[]> recomputed = step(batch, dtype, true, 0, TrainingStepTest::everything);
    assertEquals(plain.keySet(), recomputed.keySet());
    assertTrue(plain.keySet().stream().anyMatch(name -> name.startsWith("vision_tower")));
    plain.forEach((name, values) -> assertArrayEquals(values, recomputed.get(name), name));
  }

  /** The periodicity encoder feeds the decoder and has a loss of its own: two ways back. */
  @Test
  void recomputationWithASecondLoss() {
    Batch batch = Batch.of(CONFIG, prompts(true));
    Map<String, float[]> plain = step(batch, Dtype.FP32, false, 0.5, TrainingStepTest::everything);
    Map<String, float[]> recomputed =
        step(batch, Dtype.FP32, true, 0.5, TrainingStepTest::everything);
    assertEquals(plain.keySet(), recomputed.keySet());
    assertTrue(plain.keySet().stream().anyMatch(name -> name.contains("density")));
    // the two ways are added up in another order
    plain.forEach((name, values) -> assertSimilar(name, values, recomputed.get(name), 1e-5));
  }

  @Test
  void recomputationWithAFrozenTower() {
    Batch batch = Batch.of(CONFIG, prompts(true));
    Predicate<String> trained = name -> !name.startsWith("vision_tower");
    Map<String, float[]> plain = step(batch, Dtype.FP32, false, 0, trained);
    Map<String, float[]> recomputed = step(batch, Dtype.FP32, true, 0, trained);
    assertEquals(plain.keySet(), recomputed.keySet());
    assertFalse(plain.keySet().stream().anyMatch(name -> name.startsWith("vision_tower")));
    plain.forEach((name, values) -> assertArrayEquals(values, recomputed.get(name), name));
  }

  @ParameterizedTest
  @CsvSource({"false, 16", "false, 40", "true, 30", "true, 0"})
  void packedRowsGiveTheSameLossAndGradients(boolean media, int width) {
    List<Prompt> prompts = prompts(media);
    Batch padded = Batch.of(CONFIG, prompts);
    Batch packed = Batch.packed(CONFIG, prompts, width);
    assertTrue(packed.ids().length < padded.ids().length, "nothing is saved");
    Map<String, float[]> expected =
        step(padded, Dtype.FP32, false, 0.1, TrainingStepTest::everything);
    Map<String, float[]> actual =
        step(packed, Dtype.FP32, false, 0.1, TrainingStepTest::everything);
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertSimilar(name, values, actual.get(name), 1e-5));
  }

  /** bf16 rounds to 3 digits; a step goes the same way nevertheless. */
  @Test
  void aStepInBf16() {
    Batch batch = Batch.of(CONFIG, prompts(true));
    Map<String, float[]> single = step(batch, Dtype.FP32, false, 0.1, TrainingStepTest::everything);
    Map<String, float[]> half = step(batch, Dtype.BF16, false, 0.1, TrainingStepTest::everything);
    assertEquals(single.get("loss")[0], half.get("loss")[0], 0.01 * single.get("loss")[0]);
    single.forEach(
        (name, values) -> {
          if (name.endsWith("k_proj.bias")) {
            return; // the same shift of all scores: rounding noise around 0
          }
          double cosine = cosine(values, half.get(name));
          assertTrue(cosine > 0.995, name + ": cosine " + cosine);
          double ratio = norm(half.get(name)) / norm(values);
          assertEquals(1, ratio, 0.03, name);
        });
  }

  /** Updates that bf16 weights would round away are kept by the masters. */
  @Test
  void mastersKeepSmallUpdates() {
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(7), Device.cpu(), Dtype.BF16);
        Adam optimizer = new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.999, 1e-8, 0))) {
      NDArray norm = model.parameters().all().get("language_model.model.norm.weight");
      Batch batch = Batch.of(CONFIG, prompts(false));
      for (int step = 0; step < 3; step++) {
        try (NDManager scope = Torch.scope()) {
          Autograd.backward(
              scope, Autograd.record(() -> loss(scope, model, batch, TrainingPass.PLAIN, 0)));
          optimizer.step(scope, 1e-5, 1);
        }
      }
      for (float weight : norm.toFloatArray()) {
        assertEquals(1, weight, 4e-5);
        assertTrue(weight != 1, "an update of 1e-5 is lost");
      }
    }
  }

  /** Projectors tell what they read, like the decoder's layers. */
  @Test
  void inputsOfProjectors() {
    try (PeriodModel model =
            new PeriodModel(CONFIG, ParameterSource.fresh(7), Device.cpu(), Dtype.FP32);
        InputMeans means = new InputMeans(Device.cpu());
        NDManager scope = Torch.scope()) {
      Batch batch = Batch.of(CONFIG, prompts(true));
      means.begin(batch.tokenWeights());
      Autograd.record(() -> loss(scope, model, batch, new TrainingPass(null, means), 0));
      for (String layer :
          List.of("multi_modal_projector.linear_1", "periodicity_projector.linear_2")) {
        assertTrue(means.layers().contains(layer), means.layers().toString());
        long in = model.parameters().all().get(layer + ".weight").getShape().get(1);
        assertEquals(in, means.mean(scope, layer).size());
      }
      assertFalse(means.layers().contains("lm_head"), "it is the embedding");
      assertNull(
          Autograd.gradient(
              scope, model.parameters().all().get("language_model.model.norm.weight")));
    }
  }

  private static void assertSimilar(String what, float[] expected, float[] actual, double part) {
    double largest = 1e-3; // gradients smaller than that are rounding noise around 0
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], part * largest, what + "[" + i + "]");
    }
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum / (norm(a) * norm(b));
  }

  private static double norm(float[] values) {
    double squares = 1e-30;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }
}
