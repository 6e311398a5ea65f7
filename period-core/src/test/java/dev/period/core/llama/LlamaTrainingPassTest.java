package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Recomputation;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLoss;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import dev.period.core.optim.ChannelWeights;
import dev.period.core.optim.RloMode;
import dev.period.core.optim.RowReweighting;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decoder does beside its work in a training step: re-weighting, recomputation. */
class LlamaTrainingPassTest {
  private static final LlamaConfig SMALL = new LlamaConfig(50, 24, 40, 3, 4, 2, 1e-5, 1e4, false);
  private static final int B = 2;
  private static final int T = 7;
  private static final int[] LENGTHS = {7, 4};

  private static float[] mask() {
    float[] mask = new float[B * T * T];
    for (int row = 0; row < B; row++) {
      int[] frames = new int[LENGTHS[row]];
      Arrays.fill(frames, -1);
      AttentionMask.CAUSAL.fill(frames, 0, T, mask, row * T * T);
    }
    return mask;
  }

  private static float[] positions() {
    float[] positions = new float[B * T];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % T;
    }
    return positions;
  }

  private static float[] counted() {
    float[] counted = new float[B * T];
    for (int row = 0; row < B; row++) {
      Arrays.fill(counted, row * T, row * T + LENGTHS[row], 1);
    }
    return counted;
  }

  private static NDArray hidden(NDManager scope, LlamaDecoder decoder, TrainingPass pass) {
    SplittableRandom random = new SplittableRandom(11);
    long[] ids = random.longs(B * T, 0, 50).toArray();
    return decoder.forwardTraining(
        scope,
        decoder.embed(scope, Torch.longs(scope, ids, B, T)),
        Torch.floats(scope, positions(), B, T),
        Torch.floats(scope, mask(), B, 1, T, T),
        pass);
  }

  private static NDArray loss(NDManager scope, LlamaDecoder decoder, NDArray hidden) {
    SplittableRandom random = new SplittableRandom(12);
    long[] targets = random.longs(B * T, 0, 50).toArray();
    NDArray logits = decoder.logits(scope, hidden.reshape((long) B * T, -1));
    return new AnswerLoss().of(scope, logits, targets, counted(), 11);
  }

  /** Gradients of one step by parameter name, {@code loss} among them. */
  private static Map<String, float[]> gradients(
      LlamaConfig config, Dtype dtype, boolean recompute, @Nullable InputMeans means) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(5));
        NDManager scope = Torch.scope()) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", config, dtype);
      parameters.all().values().forEach(p -> Autograd.requireGradient(p, true));
      Recomputation recomputation = recompute ? new Recomputation() : null;
      TrainingPass pass = new TrainingPass(recomputation, means);
      if (means != null) {
        means.begin(counted());
      }
      NDArray loss = Autograd.record(() -> loss(scope, decoder, hidden(scope, decoder, pass)));
      gradients.put("loss", loss.toFloatArray());
      if (recomputation == null) {
        Autograd.backward(scope, loss);
      } else {
        recomputation.backward(scope, loss);
      }
      parameters
          .all()
          .forEach(
              (name, p) -> {
                NDArray gradient = Autograd.gradient(scope, p);
                assertNotNull(gradient, name);
                gradients.put(name, gradient.toFloatArray());
              });
    }
    return gradients;
  }

  @ParameterizedTest
  @CsvSource({"false, FP32", "true, FP32", "false, BF16"})
  void recomputedGradientsAreTheSameToTheLastBit(boolean tied, Dtype dtype) {
    LlamaConfig config = new LlamaConfig(50, 24, 40, 3, 4, 2, 1e-5, 1e4, tied);
    Map<String, float[]> plain = gradients(config, dtype, false, null);
    Map<String, float[]> recomputed = gradients(config, dtype, true, null);
    assertEquals(plain.keySet(), recomputed.keySet());
    plain.forEach((name, values) -> assertArrayEquals(values, recomputed.get(name), name));
    assertTrue(plain.size() > 25, plain.keySet().toString());
  }

  /** Looking at inputs changes nothing, and finds the same whether layers run once or twice. */
  @Test
  void inputsAreLookedAtOnce() {
    try (InputMeans once = new InputMeans(Device.cpu());
        InputMeans twice = new InputMeans(Device.cpu());
        NDManager scope = Torch.scope()) {
      Map<String, float[]> plain = gradients(SMALL, Dtype.FP32, false, null);
      Map<String, float[]> seen = gradients(SMALL, Dtype.FP32, false, once);
      plain.forEach((name, values) -> assertArrayEquals(values, seen.get(name), name));
      gradients(SMALL, Dtype.FP32, true, twice);
      assertEquals(3 * 7 + 1, once.layers().size());
      assertEquals(once.layers(), twice.layers());
      for (String layer : once.layers()) {
        Tensors.assertIdentical(layer, once.mean(scope, layer), twice.mean(scope, layer));
      }
    }
  }

  /** What each projection of a layer reads, by textbook operations. */
  @Test
  void meanInputsOfALayer() {
    LlamaConfig config = new LlamaConfig(50, 24, 40, 1, 4, 4, 1e-5, 1e4, false);
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(6));
        InputMeans means = new InputMeans(Device.cpu());
        NDManager scope = Torch.scope()) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", config, Dtype.FP32);
      means.begin(counted());
      NDArray out = Autograd.record(() -> hidden(scope, decoder, new TrainingPass(null, means)));
      Map<String, NDArray> w = parameters.all();
      String layer = "model.layers.0.";
      SplittableRandom random = new SplittableRandom(11);
      NDArray ids = Torch.longs(scope, random.longs(B * T, 0, 50).toArray(), B, T);
      NDArray x = decoder.embed(scope, ids);
      NDArray h = Naive.rmsNorm(x, w.get(layer + "input_layernorm.weight"), 1e-5);
      assertMean(scope, means, h, layer + "self_attn.q_proj");
      assertMean(scope, means, h, layer + "self_attn.k_proj");
      assertMean(scope, means, h, layer + "self_attn.v_proj");
      NDArray a = attention(scope, config, h, w, layer + "self_attn.");
      assertMean(scope, means, a, layer + "self_attn.o_proj");
      NDArray y = x.add(Naive.linear(a, w.get(layer + "self_attn.o_proj.weight")));
      NDArray m = Naive.rmsNorm(y, w.get(layer + "post_attention_layernorm.weight"), 1e-5);
      assertMean(scope, means, m, layer + "mlp.gate_proj");
      assertMean(scope, means, m, layer + "mlp.up_proj");
      NDArray s =
          Naive.silu(Naive.linear(m, w.get(layer + "mlp.gate_proj.weight")))
              .mul(Naive.linear(m, w.get(layer + "mlp.up_proj.weight")));
      assertMean(scope, means, s, layer + "mlp.down_proj");
      NDArray z = y.add(Naive.linear(s, w.get(layer + "mlp.down_proj.weight")));
      Tensors.assertClose("stream", z, out, 1e-5);
      assertMean(scope, means, Naive.rmsNorm(z, w.get("model.norm.weight"), 1e-5), "lm_head");
    }
  }

  private static NDArray attention(
      NDManager scope, LlamaConfig config, NDArray h, Map<String, NDArray> w, String prefix) {
    var table =
        new RotaryTable(config.rotaryFrequencies())
            .of(scope, Torch.floats(scope, positions(), B, T));
    NDArray q = rotated(Naive.heads(Naive.linear(h, w.get(prefix + "q_proj.weight")), 4), table);
    NDArray k = rotated(Naive.heads(Naive.linear(h, w.get(prefix + "k_proj.weight")), 4), table);
    NDArray v = Naive.heads(Naive.linear(h, w.get(prefix + "v_proj.weight")), 4);
    return Naive.attention(q, k, v, Torch.floats(scope, mask(), B, 1, T, T));
  }

  private static NDArray rotated(NDArray x, ai.djl.ndarray.NDList table) {
    long half = x.getShape().get(3) / 2;
    NDArray a = x.get(":, :, :, :" + half);
    NDArray b = x.get(":, :, :, " + half + ":");
    NDArray cos = table.get(0);
    NDArray sin = table.get(1);
    return a.mul(cos).sub(b.mul(sin)).concat(b.mul(cos).add(a.mul(sin)), 3);
  }

  private static void assertMean(NDManager scope, InputMeans means, NDArray input, String layer) {
    NDArray flat = input.reshape((long) B * T, -1);
    NDArray weights = Torch.floats(scope, counted(), 1, B * T);
    NDArray expected = weights.matMul(flat).div(11).flatten();
    Tensors.assertClose(layer, expected, means.mean(scope, layer), 1e-5);
  }

  /** Frozen layers below take no part; those above do. */
  @Test
  void recomputationOfAPartlyFrozenDecoder() {
    Map<String, float[]> all = gradients(SMALL, Dtype.FP32, false, null);
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(5));
        NDManager scope = Torch.scope()) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", SMALL, Dtype.FP32);
      NDArray trained = parameters.all().get("model.layers.1.mlp.up_proj.weight");
      Autograd.requireGradient(trained, true);
      Recomputation recomputation = new Recomputation();
      TrainingPass pass = new TrainingPass(recomputation, null);
      recomputation.backward(
          scope, Autograd.record(() -> loss(scope, decoder, hidden(scope, decoder, pass))));
      assertArrayEquals(
          all.get("model.layers.1.mlp.up_proj.weight"),
          Autograd.gradient(scope, trained).toFloatArray());
      assertTrue(
          Autograd.gradient(scope, parameters.all().get("model.layers.2.mlp.up_proj.weight"))
              == null);
    }
  }

  /** PAPER_EXP_ROWS on a whole decoder: each gradient is plain or boosted, row by row. */
  @Test
  void boostedRowsOfADecoder() {
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(5));
        InputMeans means = new InputMeans(Device.cpu());
        NDManager scope = Torch.scope()) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", SMALL, Dtype.FP32);
      parameters.all().values().forEach(p -> Autograd.requireGradient(p, true));
      means.begin(counted());
      TrainingPass pass = new TrainingPass(null, means);
      Autograd.backward(
          scope, Autograd.record(() -> loss(scope, decoder, hidden(scope, decoder, pass))));
      Map<String, float[]> plain = new LinkedHashMap<>();
      parameters
          .all()
          .forEach((name, p) -> plain.put(name, Autograd.gradient(scope, p).toFloatArray()));
      var channels = new RowReweighting(parameters.all(), null).apply(scope, means, 1.1);
      assertEquals(3 * (24 + 12 + 12 + 24 + 40 + 40 + 24) + 50, channels.all());
      long boosted = 0;
      for (Map.Entry<String, NDArray> parameter : parameters.all().entrySet()) {
        String name = parameter.getKey();
        float[] before = plain.get(name);
        float[] after = Autograd.gradient(scope, parameter.getValue()).toFloatArray();
        if (!means.layers().contains(name.replace(".weight", ""))) {
          assertArrayEquals(before, after, name);
          continue;
        }
        int rows = (int) parameter.getValue().getShape().get(0);
        NDArray output =
            parameter.getValue().matMul(means.mean(scope, name.replace(".weight", "")));
        float threshold = output.mean().getFloat();
        for (int row = 0; row < rows; row++) {
          boolean low = output.getFloat(row) < threshold;
          boosted += low ? 1 : 0;
          for (int i = row * before.length / rows; i < (row + 1) * before.length / rows; i++) {
            assertEquals(before[i] * (low ? 1.1 : 1), after[i], 1e-6 * Math.abs(before[i]), name);
          }
        }
      }
      assertEquals(boosted, channels.boosted());
    }
  }

  /** The hook behind the final norm of llama-mha, against PyTorch's. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void boostedActivationsOfALlama(boolean recompute) throws Exception {
    String folder = "checkpoints/llama-mha-sharded";
    LlamaConfig config =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readValue(Fixtures.path(folder + "/config.json").toFile(), LlamaConfig.class);
    try (WeightsFolder source = WeightsFolder.open(Fixtures.path(folder));
        SafetensorsFile file =
            SafetensorsFile.open(Fixtures.path("expected/algorithms/rlo_llama_mha.safetensors"));
        Parameters parameters =
            new Parameters(Device.cpu(), new CheckpointSource(source, folder, name -> name));
        NDManager scope = Torch.scope()) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", config, Dtype.FP32);
      parameters.all().values().forEach(p -> Autograd.requireGradient(p, true));
      long[] ids = longs(file, "in.input_ids");
      long[] labels = longs(file, "in.labels");
      int t = ids.length;
      float[] mask = new float[t * t];
      int[] frames = new int[t];
      Arrays.fill(frames, -1);
      AttentionMask.CAUSAL.fill(frames, 0, t, mask, 0);
      float[] positions = new float[t];
      float[] average = new float[t];
      long[] targets = new long[t];
      float[] weights = new float[t];
      int counted = 0;
      for (int i = 0; i < t; i++) {
        positions[i] = i;
        average[i] = 1f / t;
        if (i + 1 < t && labels[i + 1] >= 0) {
          targets[i] = labels[i + 1];
          weights[i] = 1;
          counted++;
        }
      }
      int answers = counted;
      Recomputation recomputation = recompute ? new Recomputation() : null;
      NDArray loss =
          Autograd.record(
              () -> {
                NDArray stream =
                    decoder.forwardTraining(
                        scope,
                        decoder.embed(scope, Torch.longs(scope, ids, 1, t)),
                        Torch.floats(scope, positions, 1, t),
                        Torch.floats(scope, mask, 1, 1, t, t),
                        new TrainingPass(recomputation, null));
                NDArray means =
                    decoder.channelMeans(scope, stream, Torch.floats(scope, average, 1, t));
                Tensors.assertClose(
                    "means", file.readFloats("channel_mean"), means.toFloatArray(), 1e-5);
                double factor = RloMode.README_EXP_ACTIVATION.factor(0.05, 1, 2);
                NDArray omega = ChannelWeights.of(scope, means, factor).values();
                Tensors.assertClose(
                    "omega",
                    file.readFloats("omega_final_norm_output_channels"),
                    omega.toFloatArray(),
                    1e-6);
                NDArray logits = decoder.logits(scope, stream.reshape(t, -1), omega);
                return new AnswerLoss().of(scope, logits, targets, weights, answers);
              });
      if (recomputation == null) {
        Autograd.backward(scope, loss);
      } else {
        recomputation.backward(scope, loss);
      }
      int compared = 0;
      for (String tensor : file.tensors().keySet()) {
        if (tensor.startsWith("grad.")) {
          NDArray gradient =
              Autograd.gradient(scope, parameters.all().get(tensor.substring("grad.".length())));
          Tensors.assertClose(tensor, file.readFloats(tensor), gradient.toFloatArray(), 1e-4);
          compared++;
        }
      }
      assertEquals(5, compared);
    }
  }

  private static long[] longs(SafetensorsFile file, String name) {
    var buffer = file.read(name).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
