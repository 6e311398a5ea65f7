package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLoss;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TemporalPositions;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A small random LLaMA against what Hugging Face's implementation computed with the same weights.
 */
class LlamaDecoderParityTest {
  private static final double TOLERANCE = 1e-4 / 5; // of the largest, which is about 5 to 10
  private static final int VOCABULARY = 128;
  private static final int[] FRAMES = {-1, -1, -1, 0, 0, 0, 1, 1, 1, -1, -1, -1};
  private static final int[] GREEDY = {
    107, 110, 125, 29, 110, 37, 77, 28, 9, 115, 29, 110, 87, 109, 1, 87, 29, 28, 46, 43
  };
  private static final int[] GREEDY_LONG = {
    119, 29, 35, 97, 63, 122, 1, 29, 29, 34, 56, 29, 121, 88, 29, 121, 92, 125, 98, 118
  };

  private NDManager scope;

  @BeforeEach
  void open() {
    scope = Torch.scope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /** The decoder, and what it was built from. */
  private record Loaded(Parameters parameters, LlamaDecoder decoder) implements AutoCloseable {
    static Loaded open(String folder, int layers, double eps, Dtype dtype) throws Exception {
      LlamaConfig read =
          new ObjectMapper()
              .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(Fixtures.path(folder + "/config.json").toFile(), LlamaConfig.class);
      LlamaConfig config =
          new LlamaConfig(
              read.vocabSize(),
              read.hiddenSize(),
              read.intermediateSize(),
              layers == 0 ? read.numHiddenLayers() : layers,
              read.numAttentionHeads(),
              read.numKeyValueHeads(),
              eps == 0 ? read.rmsNormEps() : eps,
              read.ropeTheta(),
              read.tieWordEmbeddings());
      try (WeightsFolder weights = WeightsFolder.open(Fixtures.path(folder))) {
        Parameters parameters =
            new Parameters(Device.cpu(), (name, init, shape) -> weights.readFloats(name));
        return new Loaded(parameters, new LlamaDecoder(parameters, "", config, dtype));
      }
    }

    static Loaded open() throws Exception {
      return open("checkpoints/llama-mha-sharded", 0, 0, Dtype.FP32);
    }

    @Override
    public void close() {
      parameters.close();
    }
  }

  private static SafetensorsFile expected(String file) throws URISyntaxException {
    return SafetensorsFile.open(Fixtures.path("expected/" + file + ".safetensors"));
  }

  private static long[] longs(SafetensorsFile file, String name) {
    var buffer = file.read(name).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** The stream behind the last layer, [tokens, hidden], of tokens that follow those cached. */
  private NDArray hidden(LlamaDecoder decoder, long[] ids, KvCache cache) {
    int seen = cache.length();
    int t = ids.length;
    float[] positions = new float[t];
    float[] mask = new float[t * (seen + t)];
    for (int i = 0; i < t; i++) {
      positions[i] = seen + i;
      Arrays.fill(
          mask, i * (seen + t) + seen + i + 1, (i + 1) * (seen + t), Float.NEGATIVE_INFINITY);
    }
    NDArray x = decoder.embed(scope, Torch.longs(scope, ids, 1, t));
    NDArray at = Torch.floats(scope, positions, 1, t);
    NDArray open = Torch.floats(scope, mask, 1, 1, t, seen + (long) t);
    return decoder.forward(scope, x, at, open, cache).reshape(t, -1);
  }

  private float[] logits(LlamaDecoder decoder, long[] ids, KvCache cache) {
    return decoder.logits(scope, hidden(decoder, ids, cache)).toFloatArray();
  }

  private float[] logits(
      LlamaDecoder decoder, long[] ids, float[] positions, AttentionMask mask, int[] frames) {
    int t = ids.length;
    float[] additive = new float[t * t];
    mask.fill(frames, t, additive, 0);
    NDArray stream =
        decoder.forward(
            scope,
            decoder.embed(scope, Torch.longs(scope, ids, 1, t)),
            Torch.floats(scope, positions, 1, t),
            Torch.floats(scope, additive, 1, 1, t, t),
            null);
    return decoder.logits(scope, stream.reshape(t, -1)).toFloatArray();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void hiddenStatesOfEachLayer(int layers) throws Exception {
    try (Loaded llama = Loaded.open("checkpoints/llama-mha-sharded", layers, 0, Dtype.FP32);
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      Tensors.assertClose(
          "hidden state " + layers,
          file.readFloats("prompt12.hidden_states." + layers),
          hidden(llama.decoder, ids, new KvCache()).toFloatArray(),
          TOLERANCE);
    }
  }

  @Test
  void embeddingsLogitsKeysAndValues() throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      KvCache cache = new KvCache();
      float[] logits = logits(llama.decoder, ids, cache);
      Tensors.assertClose("logits", file.readFloats("prompt12.logits"), logits, TOLERANCE);
      Tensors.assertClose(
          "embeddings",
          file.readFloats("prompt12.hidden_states.0"),
          llama.decoder.embed(scope, Torch.longs(scope, ids, 1, 12)).toFloatArray(),
          1e-6);
      String first = "prompt12.kv_cache.layer0.";
      Tensors.assertClose(
          "keys", file.readFloats(first + "key_after_rope"), cache.keys(0).toFloatArray(), 1e-5);
      Tensors.assertClose(
          "values", file.readFloats(first + "value"), cache.values(0).toFloatArray(), 1e-5);
    }
  }

  @Test
  void anotherEpsilonMakesADifference() throws Exception {
    try (Loaded llama = Loaded.open("checkpoints/llama-mha-sharded", 0, 1e-5, Dtype.FP32);
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      Tensors.assertClose(
          "logits with epsilon 1e-5",
          file.readFloats("prompt12.eps1e-5.logits"),
          logits(llama.decoder, ids, new KvCache()),
          TOLERANCE);
    }
  }

  @Test
  void greedyDecodingWithCache() throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/forward")) {
      greedy(llama.decoder, file, "prompt12", GREEDY);
      greedy(llama.decoder, file, "prompt70", GREEDY_LONG);
    }
  }

  private void greedy(LlamaDecoder decoder, SafetensorsFile file, String prompt, int[] expected) {
    float[] steps = file.readFloats(prompt + ".generate.logits_with_cache");
    KvCache cache = new KvCache();
    long[] next = longs(file, prompt + ".in.input_ids");
    int[] found = new int[expected.length];
    for (int step = 0; step < found.length; step++) {
      float[] logits = logits(decoder, next, cache);
      float[] last = Arrays.copyOfRange(logits, logits.length - VOCABULARY, logits.length);
      Tensors.assertClose(
          prompt + ", step " + step,
          Arrays.copyOfRange(steps, step * VOCABULARY, (step + 1) * VOCABULARY),
          last,
          TOLERANCE);
      found[step] = argMax(last);
      next = new long[] {found[step]};
    }
    assertArrayEquals(expected, found, prompt);
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({"1, FP32", "7, FP32", "1, BF16", "5, BF16"})
  void pieceByPieceIsTheSameAsAllAtOnce(int piece, Dtype dtype) throws Exception {
    try (Loaded llama = Loaded.open("checkpoints/llama-mha-sharded", 0, 0, dtype);
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      KvCache cache = new KvCache();
      float[] joined = new float[0];
      for (int from = 0; from < ids.length; from += piece) {
        long[] part = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + piece));
        float[] more = logits(llama.decoder, part, cache);
        int old = joined.length;
        joined = Arrays.copyOf(joined, old + more.length);
        System.arraycopy(more, 0, joined, old, more.length);
      }
      assertEquals(ids.length, cache.length());
      Tensors.assertClose(
          "pieces of " + piece,
          file.readFloats("prompt12.logits"),
          joined,
          dtype == Dtype.FP32 ? TOLERANCE : 0.05);
    }
  }

  @ParameterizedTest
  @CsvSource({"FP32", "BF16"})
  void aRepeatedCacheContinuesEachRowAlone(Dtype dtype) throws Exception {
    try (Loaded llama = Loaded.open("checkpoints/llama-mha-sharded", 0, 0, dtype)) {
      long[] prompt = {1, 5, 9, 40, 41, 42};
      long[] tokens = {7, 8, 9};
      KvCache cache = new KvCache();
      hidden(llama.decoder, prompt, cache);
      KvCache rows = cache.repeat(3);
      assertEquals(6, rows.length());
      NDArray together =
          llama.decoder.forward(
              scope,
              llama.decoder.embed(scope, Torch.longs(scope, tokens, 3, 1)),
              Torch.floats(scope, new float[] {6, 6, 6}, 3, 1),
              Torch.floats(scope, new float[7], 1, 1, 1, 7),
              rows);
      assertEquals(6, cache.length(), "the original is left alone");
      for (int row = 0; row < 3; row++) {
        NDArray alone = hidden(llama.decoder, new long[] {tokens[row]}, cache.repeat(1));
        Tensors.assertClose(
            "row " + row,
            alone.toFloatArray(),
            together.get(row).toFloatArray(),
            dtype == Dtype.FP32 ? 1e-5 : 0.05);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CAUSAL, causal",
    "FULL_VISUAL, full_visual",
    "FRAME_BLOCK, framewise_block",
    "FRAME_BLOCK_CAUSAL, framewise_block_causal"
  })
  void masks(AttentionMask mask, String name) throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      byte[] allow = new byte[ids.length * ids.length];
      file.read("mask." + name + ".allow").get(allow);
      for (int i = 0; i < allow.length; i++) {
        assertEquals(allow[i] == 1, mask.allows(i / 12, i % 12, FRAMES), "cell " + i);
      }
      float[] positions = TemporalPositions.VANILLA.of(FRAMES);
      Tensors.assertClose(
          name,
          file.readFloats("mask." + name + ".logits"),
          logits(llama.decoder, ids, positions, mask, FRAMES),
          TOLERANCE);
    }
  }

  /** TC-LLaVA's dual rotary embedding, with the temporal ids that advance with text too. */
  @ParameterizedTest
  @CsvSource({
    "0.5, CAUSAL, causal",
    "0.5, FRAME_BLOCK_CAUSAL, framewise_block_causal",
    "1.0, CAUSAL, causal",
    "1.0, FRAME_BLOCK_CAUSAL, framewise_block_causal"
  })
  void dualRotaryPositions(String gamma, AttentionMask mask, String name) throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("algorithms/tcllava_llama_mha")) {
      long[] ids = longs(file, "in.input_ids");
      int[] frames =
          Arrays.stream(longs(file, "frame_of_token")).mapToInt(Math::toIntExact).toArray();
      float[] positions =
          new TemporalPositions(TemporalPositions.Reading.TEMPORAL, Double.parseDouble(gamma))
              .of(frames);
      Tensors.assertClose(
          "gamma " + gamma + ", " + name,
          file.readFloats("dualrope_anglesum.B.gamma" + gamma + "." + name + ".logits"),
          logits(llama.decoder, ids, positions, mask, frames),
          TOLERANCE);
    }
  }

  @Test
  void sixteenBitWeights() throws Exception {
    String folder = "checkpoints/llama-mha-bf16";
    try (Loaded wide = Loaded.open(folder, 0, 0, Dtype.FP32);
        Loaded narrow = Loaded.open(folder, 0, 0, Dtype.BF16);
        SafetensorsFile file = expected("llama-mha-bf16/forward")) {
      long[] ids = longs(file, "in.input_ids");
      Tensors.assertClose(
          "bf16 weights, computed in fp32",
          file.readFloats("weights_upcast_to_f32.logits"),
          logits(wide.decoder, ids, new KvCache()),
          TOLERANCE);
      Tensors.assertClose(
          "bf16 weights, computed in bf16",
          file.readFloats("weights_upcast_to_f32.logits"),
          logits(narrow.decoder, ids, new KvCache()),
          0.03);
    }
  }

  /** The gradients of a sequence's mean cross-entropy, some in full, of the others the norms. */
  @Test
  void lossAndGradients() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(Fixtures.path("expected/llama-mha/train.json").toFile());
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/train")) {
      llama.parameters.all().values().forEach(p -> Autograd.requireGradient(p, true));
      NDArray loss = Autograd.record(() -> loss(llama.decoder, file));
      assertEquals(json.get("loss").get(0).asDouble(), loss.getFloat(), 1e-4);
      Autograd.backward(scope, loss);
      assertEquals(json.get("grad_norms").size(), llama.parameters.all().size());
      for (Map.Entry<String, NDArray> parameter : llama.parameters.all().entrySet()) {
        String name = parameter.getKey();
        NDArray gradient = Autograd.gradient(scope, parameter.getValue());
        double norm = json.get("grad_norms").get(name).asDouble();
        assertEquals(norm, gradient.norm().getFloat(), 1e-4 * norm, name);
        if (file.tensors().containsKey("single.grad." + name)) {
          Tensors.assertClose(
              name, file.readFloats("single.grad." + name), gradient.toFloatArray(), 1e-4);
        }
      }
    }
  }

  private NDArray loss(LlamaDecoder decoder, SafetensorsFile file) {
    long[] ids = longs(file, "single.in.input_ids");
    long[] labels = longs(file, "single.in.labels");
    long[] targets = new long[ids.length];
    float[] weights = new float[ids.length];
    int counted = 0;
    for (int i = 0; i + 1 < ids.length; i++) {
      if (labels[i + 1] >= 0) {
        targets[i] = labels[i + 1];
        weights[i] = 1;
        counted++;
      }
    }
    NDArray logits = decoder.logits(scope, hidden(decoder, ids, new KvCache()));
    return new AnswerLoss().of(scope, logits, targets, weights, counted);
  }
}
