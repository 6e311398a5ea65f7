package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.PackedLinear;
import dev.period.core.engine.Torch;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TemporalPositions;
import dev.period.core.nn.WeightFormat;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A small random LLaMA against what Hugging Face's implementation computed with the same weights.
 */
class LlamaDecoderParityTest {
  private static final String MHA = "checkpoints/llama-mha-sharded";
  private static final String GQA = "checkpoints/llama-gqa";
  private static final double TOLERANCE = 1e-4 / 5; // of the largest, which is about 5 to 10
  private static final int VOCABULARY = 128;
  private static final int[] FRAMES = {-1, -1, -1, 0, 0, 0, 1, 1, 1, -1, -1, -1};
  private static final int[] GREEDY = {
    107, 110, 125, 29, 110, 37, 77, 28, 9, 115, 29, 110, 87, 109, 1, 87, 29, 28, 46, 43
  };
  private static final int[] GREEDY_LONG = {
    119, 29, 35, 97, 63, 122, 1, 29, 29, 34, 56, 29, 121, 88, 29, 121, 92, 125, 98, 118
  };

  private static final int[] GREEDY_GQA = {
    79, 28, 66, 125, 125, 79, 28, 30, 55, 55, 55, 55, 55, 55, 55, 55, 55, 55, 55, 55
  };
  private static final int[] GREEDY_GQA_LONG = {
    101, 23, 45, 23, 45, 23, 45, 23, 45, 23, 45, 23, 45, 104, 104, 35, 35, 35, 35, 35
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
    /** The checkpoint in {@code folder} with some keys of its config.json replaced. */
    static Loaded open(String folder, Map<String, ?> changes, Dtype dtype, WeightFormat format)
        throws Exception {
      ObjectMapper mapper =
          new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
      ObjectNode json =
          (ObjectNode) mapper.readTree(Fixtures.path(folder + "/config.json").toFile());
      json.setAll((ObjectNode) mapper.valueToTree(changes));
      LlamaConfig config = mapper.treeToValue(json, LlamaConfig.class);
      try (WeightsFolder weights = WeightsFolder.open(Fixtures.path(folder))) {
        CheckpointSource source = new CheckpointSource(weights, folder, name -> name);
        Parameters parameters = new Parameters(Device.cpu(), source, format);
        return new Loaded(parameters, new LlamaDecoder(parameters, "", config, dtype));
      }
    }

    static Loaded open(String folder, Map<String, ?> changes) throws Exception {
      return open(folder, changes, Dtype.FP32, WeightFormat.TRAINING);
    }

    static Loaded open(Dtype dtype) throws Exception {
      return open(MHA, Map.of(), dtype, WeightFormat.TRAINING);
    }

    static Loaded open() throws Exception {
      return open(Dtype.FP32);
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
    mask.fill(frames, 0, t, additive, 0);
    NDArray stream =
        decoder.forward(
            scope,
            decoder.embed(scope, Torch.longs(scope, ids, 1, t)),
            Torch.floats(scope, positions, 1, t),
            Torch.floats(scope, additive, 1, 1, t, t),
            null);
    return decoder.logits(scope, stream.reshape(t, -1)).toFloatArray();
  }

  /** Hugging Face's last hidden state is behind the final norm, the others are not. */
  @ParameterizedTest
  @CsvSource({
    "llama-mha, 1",
    "llama-mha, 2",
    "llama-mha, 3",
    "llama-mha, 4",
    "llama-gqa, 1",
    "llama-gqa, 2",
    "llama-gqa, 3",
    "llama-gqa, 4"
  })
  void hiddenStatesOfEachLayer(String model, int layers) throws Exception {
    String folder = model.equals("llama-mha") ? MHA : GQA;
    try (Loaded llama = Loaded.open(folder, Map.of("num_hidden_layers", layers));
        SafetensorsFile file = expected(model + "/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      NDArray stream = hidden(llama.decoder, ids, new KvCache());
      if (layers == 4) {
        NDArray norm = llama.parameters.all().get("model.norm.weight");
        stream = Naive.rmsNorm(stream, norm, llama.decoder.config().rmsNormEps());
      }
      Tensors.assertClose(
          "hidden state " + layers,
          file.readFloats("prompt12.hidden_states." + layers),
          stream.toFloatArray(),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"llama-mha", "llama-gqa"})
  void embeddingsLogitsKeysAndValues(String model) throws Exception {
    try (Loaded llama = Loaded.open(model.equals("llama-mha") ? MHA : GQA, Map.of());
        SafetensorsFile file = expected(model + "/forward")) {
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
          "keys",
          file.readFloats(first + "key_after_rope"),
          cache.keys(scope, 0).toFloatArray(),
          1e-5);
      Tensors.assertClose(
          "values", file.readFloats(first + "value"), cache.values(scope, 0).toFloatArray(), 1e-5);
    }
  }

  @Test
  void anotherEpsilonMakesADifference() throws Exception {
    try (Loaded llama = Loaded.open(MHA, Map.of("rms_norm_eps", 1e-5));
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      Tensors.assertClose(
          "logits with epsilon 1e-5",
          file.readFloats("prompt12.eps1e-5.logits"),
          logits(llama.decoder, ids, new KvCache()),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"type", "rope_type"})
  void halfTheRotaryFrequencies(String key) throws Exception {
    Map<String, ?> linear = Map.of("rope_scaling", Map.of(key, "linear", "factor", 2));
    try (Loaded llama = Loaded.open(MHA, linear);
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      Tensors.assertClose(
          "logits with half the frequencies",
          file.readFloats("prompt12.rope_linear_factor2.logits"),
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

  /** Fewer key-value heads, a tied output head, frequencies scaled as in LLaMA 3.1. */
  @Test
  void greedyDecodingWithGroupedHeads() throws Exception {
    try (Loaded llama = Loaded.open(GQA, Map.of());
        SafetensorsFile file = expected("llama-gqa/forward")) {
      Tensors.assertClose(
          "frequencies",
          file.readFloats("rope.inv_freq_llama3"),
          llama.decoder.config().rotaryFrequencies(),
          1e-6);
      greedy(llama.decoder, file, "prompt12", GREEDY_GQA);
      greedy(llama.decoder, file, "prompt70", GREEDY_GQA_LONG);
    }
  }

  /** The scaling is not decoration: without it other logits come out. */
  @Test
  void frequenciesThatAreNotScaledMakeADifference() throws Exception {
    try (Loaded llama = Loaded.open(GQA, Collections.singletonMap("rope_scaling", null));
        SafetensorsFile file = expected("llama-gqa/forward")) {
      long[] ids = longs(file, "prompt70.in.input_ids");
      float[] logits = logits(llama.decoder, ids, new KvCache());
      float[] expected = file.readFloats("prompt70.logits_last");
      double largest = 0;
      for (int i = 0; i < VOCABULARY; i++) {
        float last = logits[logits.length - VOCABULARY + i];
        largest = Math.max(largest, Math.abs(last - expected[i]));
      }
      assertTrue(largest > 1, "the largest difference is " + largest);
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

  /** Two sequences of unequal length that end together, which is how a batch continues. */
  @Test
  void paddingOnTheLeft() throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "leftpad.in.input_ids");
      long[] real = longs(file, "leftpad.in.attention_mask");
      long[] at = longs(file, "leftpad.in.position_ids");
      float[] expected = file.readFloats("leftpad.logits");
      for (int split : new int[] {12, 8}) { // at once, and with a cache
        KvCache cache = new KvCache();
        for (int from = 0, to = split; from < 12; from = to, to = 12) {
          int t = to - from;
          long[] part = new long[2 * t];
          float[] positions = new float[2 * t];
          float[] mask = new float[2 * t * to];
          for (int i = 0; i < 2 * t; i++) {
            int row = i / t;
            int query = from + i % t;
            part[i] = ids[row * 12 + query];
            positions[i] = at[row * 12 + query];
            for (int key = 0; key < to; key++) {
              boolean open = key == query || (key < query && real[row * 12 + key] == 1);
              mask[i * to + key] = open ? 0 : Float.NEGATIVE_INFINITY;
            }
          }
          NDArray stream =
              llama.decoder.forward(
                  scope,
                  llama.decoder.embed(scope, Torch.longs(scope, part, 2, t)),
                  Torch.floats(scope, positions, 2, t),
                  Torch.floats(scope, mask, 2, 1, t, to),
                  cache);
          float[] logits = llama.decoder.logits(scope, stream.reshape(2L * t, -1)).toFloatArray();
          for (int i = 0; i < 2 * t; i++) {
            int place = i / t * 12 + from + i % t;
            if (real[place] == 1) {
              Tensors.assertClose(
                  "row " + i / t + ", token " + (from + i % t),
                  Arrays.copyOfRange(expected, place * VOCABULARY, (place + 1) * VOCABULARY),
                  Arrays.copyOfRange(logits, i * VOCABULARY, (i + 1) * VOCABULARY),
                  TOLERANCE);
            }
          }
        }
      }
    }
  }

  @Test
  void sevenTokensThenFive() throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      float[] mask = new float[144];
      AttentionMask.CAUSAL.fill(FRAMES, 0, 12, mask, 0);
      KvCache cache = new KvCache();
      NDArray stream =
          llama.decoder.prefill(
              scope,
              llama.decoder.embed(scope, Torch.longs(scope, ids, 1, 12)),
              Torch.floats(scope, TemporalPositions.VANILLA.of(FRAMES), 1, 12),
              Torch.floats(scope, mask, 1, 1, 12, 12),
              new int[] {0, 7, 12},
              cache);
      assertEquals(12, cache.length());
      Tensors.assertClose(
          "pieces of 7 and 5",
          file.readFloats("prompt12.chunked_prefill_7_5.logits"),
          llama.decoder.logits(scope, stream.reshape(12, -1)).toFloatArray(),
          TOLERANCE);
    }
  }

  /** A cut beside a frame changes nothing, whatever the mask. */
  @ParameterizedTest
  @EnumSource(AttentionMask.class)
  void prefillInChunks(AttentionMask mask) throws Exception {
    try (Loaded llama = Loaded.open();
        SafetensorsFile file = expected("llama-mha/forward")) {
      long[] ids = longs(file, "prompt12.in.input_ids");
      float[] positions = TemporalPositions.VANILLA.of(FRAMES);
      float[] open = new float[144];
      mask.fill(FRAMES, 0, 12, open, 0);
      int[] bounds = PrefillChunks.bounds(open, 12, 4);
      assertTrue(bounds.length > 2, Arrays.toString(bounds));
      NDArray stream =
          llama.decoder.prefill(
              scope,
              llama.decoder.embed(scope, Torch.longs(scope, ids, 1, 12)),
              Torch.floats(scope, positions, 1, 12),
              Torch.floats(scope, open, 1, 1, 12, 12),
              bounds,
              new KvCache());
      Tensors.assertClose(
          mask + " in chunks " + Arrays.toString(bounds),
          logits(llama.decoder, ids, positions, mask, FRAMES),
          llama.decoder.logits(scope, stream.reshape(12, -1)).toFloatArray(),
          TOLERANCE);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, FP32", "7, FP32", "1, BF16", "5, BF16"})
  void pieceByPieceIsTheSameAsAllAtOnce(int piece, Dtype dtype) throws Exception {
    try (Loaded llama = Loaded.open(dtype);
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

  /** What is forgotten leaves no trace, also when the buffers have grown in between. */
  @ParameterizedTest
  @CsvSource({"FP32, 3", "BF16, 3", "FP32, 100"})
  void aTruncatedCacheGoesOnAsIfNothingHadBeen(Dtype dtype, int detour) throws Exception {
    try (Loaded llama = Loaded.open(dtype)) {
      long[] prompt = {1, 5, 9, 40, 41, 42};
      KvCache cache = new KvCache();
      hidden(llama.decoder, prompt, cache);
      long[] other = new long[detour];
      Arrays.setAll(other, i -> 7 + i);
      hidden(llama.decoder, other, cache);
      cache.truncate(6);
      assertEquals(6, cache.length());
      KvCache plain = new KvCache();
      hidden(llama.decoder, prompt, plain);
      Tensors.assertClose(
          "after a detour",
          hidden(llama.decoder, new long[] {8, 9}, plain).toFloatArray(),
          hidden(llama.decoder, new long[] {8, 9}, cache).toFloatArray(),
          1e-6);
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

  /** 16-bit files: widened, stored as they are, and packed. */
  @ParameterizedTest
  @CsvSource({
    "bf16, FP32, FP32, false, 2e-5",
    "fp16, FP32, FP32, false, 2e-5",
    "bf16, BF16, FP32, false, 0.02",
    "bf16, BF16, BF16, false, 0.02",
    "bf16, BF16, BF16, true, 0.02",
    "fp16, FP16, FP16, false, 0.02"
  })
  void sixteenBitWeights(String file, Dtype compute, Dtype stored, boolean packed, double tolerance)
      throws Exception {
    assumeTrue(!packed || PackedLinear.available(), "this build of libtorch cannot pack");
    WeightFormat format = new WeightFormat(stored, packed);
    try (Loaded llama = Loaded.open("checkpoints/llama-mha-" + file, Map.of(), compute, format);
        SafetensorsFile results = expected("llama-mha-" + file + "/forward")) {
      long[] ids = longs(results, "in.input_ids");
      float[] logits = logits(llama.decoder, ids, new KvCache());
      Tensors.assertClose(
          file, results.readFloats("weights_upcast_to_f32.logits"), logits, tolerance);
      if (compute == Dtype.BF16) {
        // another order of roundings: its errors and ours may point in opposite directions
        Tensors.assertClose(file, results.readFloats("native_compute.logits"), logits, 0.033);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"bf16", "fp16"})
  void greedyDecodingOfWidenedWeights(String file) throws Exception {
    try (Loaded llama = Loaded.open("checkpoints/llama-mha-" + file, Map.of());
        SafetensorsFile results = expected("llama-mha-" + file + "/forward")) {
      KvCache cache = new KvCache();
      long[] next = longs(results, "in.input_ids");
      for (int token : GREEDY) {
        float[] logits = logits(llama.decoder, next, cache);
        next =
            new long[] {
              argMax(Arrays.copyOfRange(logits, logits.length - VOCABULARY, logits.length))
            };
        assertEquals(token, next[0]);
      }
    }
  }
}
