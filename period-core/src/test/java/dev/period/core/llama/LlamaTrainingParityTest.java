package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLoss;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.Parameters;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.optim.FixtureSteps;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Up to three AdamW steps of a small LLaMA beside those of Hugging Face and PyTorch. */
class LlamaTrainingParityTest {
  private static final double[] LOSS_TOLERANCE = {1e-4, 5e-4, 1e-3};

  @ParameterizedTest
  @CsvSource({
    // folder, weights, record, tensors, whole gradients, weights after step 1, after step 3
    "llama-mha, llama-mha-sharded, train_single, single, 39, 39, 9",
    "llama-mha, llama-mha-sharded, train_batch2_rightpad, batch2, 5, 5, 0",
    "llama-gqa, llama-gqa, train_single, single, 6, 0, 6"
  })
  void steps(
      String folder, String weights, String record, String kind, int whole, int first, int third)
      throws Exception {
    ObjectMapper mapper =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    JsonNode steps =
        mapper
            .readTree(Fixtures.path("expected/" + folder + "/info.json").toFile())
            .path(record)
            .path("steps");
    LlamaConfig config =
        mapper.readValue(
            Fixtures.path("checkpoints/" + weights + "/config.json").toFile(), LlamaConfig.class);
    try (WeightsFolder source = WeightsFolder.open(Fixtures.path("checkpoints/" + weights));
        SafetensorsFile file =
            SafetensorsFile.open(Fixtures.path("expected/" + folder + "/train.safetensors"));
        Parameters parameters =
            new Parameters(Device.cpu(), new CheckpointSource(source, weights, name -> name));
        Adam optimizer = optimizer(parameters, config)) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", config, Dtype.FP32);
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (int step = 0; step < steps.size(); step++) {
        try (NDManager scope = Torch.scope()) {
          NDArray loss = Autograd.record(() -> loss(scope, decoder, file, kind));
          assertEquals(
              steps.get(step).path("loss_before_update").asDouble(),
              loss.getFloat(),
              LOSS_TOLERANCE[step],
              "loss of step " + (step + 1));
          Autograd.backward(scope, loss);
          JsonNode norms = steps.get(step).path("grad_norms");
          if (step == 0) {
            assertEquals(norms.size(), parameters.all().size());
            parameters
                .all()
                .forEach((name, p) -> gradients.put(name, gradient(scope, p).toFloatArray()));
            gradients.forEach(
                (name, gradient) -> FixtureSteps.assertNorm(norms, name, gradient, 1e-4));
            assertEquals(whole, FixtureSteps.compareGradients(file, kind + ".grad.", gradients));
          }
          double norm = steps.get(step).path("global_grad_norm").asDouble();
          double drift = step == 0 ? 1e-4 : 2e-3;
          assertEquals(norm, optimizer.step(scope, 1e-3, Double.POSITIVE_INFINITY), drift * norm);
        }
        if (step == 0) {
          assertEquals(
              first,
              FixtureSteps.compareFirstUpdate(
                  file, kind + ".after_adamw_step1.", gradients, parameters.all()));
        }
      }
      assertEquals(
          third,
          FixtureSteps.compareThirdUpdate(file, kind + ".after_adamw_step3.", parameters.all()));
      assertTrue(whole + first + third > 0);
    }
  }

  private static Adam optimizer(Parameters parameters, LlamaConfig config) {
    new LlamaDecoder(parameters, "", config, Dtype.FP32); // asks for all of its parameters
    return new Adam(parameters.all(), new AdamRule(true, 0.9, 0.999, 1e-8, 0.01, true));
  }

  private static NDArray gradient(NDManager scope, NDArray parameter) {
    NDArray gradient = Autograd.gradient(scope, parameter);
    assertTrue(gradient != null);
    return gradient;
  }

  /** The mean cross-entropy of all targets of the batch. */
  private static NDArray loss(
      NDManager scope, LlamaDecoder decoder, SafetensorsFile file, String kind) {
    long[] ids = longs(file, kind + ".in.input_ids");
    long[] labels = longs(file, kind + ".in.labels");
    String real = kind + ".in.attention_mask";
    long[] attention = new long[ids.length];
    Arrays.fill(attention, 1);
    if (file.tensors().containsKey(real)) {
      attention = longs(file, real);
    }
    int b = (int) file.tensors().get(kind + ".in.input_ids").shape()[0];
    int t = ids.length / b;
    float[] positions = new float[b * t];
    float[] mask = new float[b * t * t];
    long[] targets = new long[b * t];
    float[] weights = new float[b * t];
    int counted = 0;
    for (int row = 0; row < b; row++) {
      int length = (int) Arrays.stream(attention, row * t, (row + 1) * t).sum();
      int[] frames = new int[length];
      Arrays.fill(frames, -1);
      AttentionMask.CAUSAL.fill(frames, 0, t, mask, row * t * t);
      for (int i = 0; i < t; i++) {
        positions[row * t + i] = i;
        if (i + 1 < t && labels[row * t + i + 1] >= 0) {
          targets[row * t + i] = labels[row * t + i + 1];
          weights[row * t + i] = 1;
          counted++;
        }
      }
    }
    NDArray stream =
        decoder.forward(
            scope,
            decoder.embed(scope, Torch.longs(scope, ids, b, t)),
            Torch.floats(scope, positions, b, t),
            Torch.floats(scope, mask, b, 1, t, t),
            null);
    NDArray logits = decoder.logits(scope, stream.reshape((long) b * t, -1));
    return new AnswerLoss().of(scope, logits, targets, weights, counted);
  }

  private static long[] longs(SafetensorsFile file, String name) {
    var buffer = file.read(name).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }
}
