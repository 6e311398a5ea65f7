package dev.period.core.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.engine.Dtype;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlamaConfigTest {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static LlamaConfig read(String json) throws JsonProcessingException {
    return JSON.readValue(json.replace('\'', '"'), LlamaConfig.class);
  }

  /** Vicuna's and LLaMA's folders leave most keys out. */
  @Test
  void absentKeysTakeHuggingFacesDefaults() throws Exception {
    LlamaConfig config = read("{}");
    assertEquals(new LlamaConfig(32000, 4096, 11008, 32, 32, 32, 1e-6, 10000, false), config);
    assertEquals(128, config.headDim());
    assertEquals(config, read("{'num_key_value_heads': null, 'rope_scaling': null}"));
    assertEquals(40, read("{'num_attention_heads': 40, 'hidden_size': 5120}").numKeyValueHeads());
    assertEquals(8, read("{'num_key_value_heads': 8}").numKeyValueHeads());
    LlamaConfig narrow = read("{'hidden_size': 1000, 'num_attention_heads': 24, 'head_dim': 64}");
    assertEquals(24 * 64, narrow.attentionWidth());
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    LlamaConfig plain = new LlamaConfig(64, 32, 64, 2, 4, 2, 1e-5, 10000, true);
    assertEquals(plain, read(JSON.writeValueAsString(plain)));
    assertFalse(JSON.writeValueAsString(plain).contains("bias"));
    LlamaConfig full =
        new LlamaConfig(
            64,
            30,
            64,
            2,
            4,
            2,
            16,
            1e-5,
            5e5,
            new RopeScaling("llama3", 8.0, 1.0, 4.0, 8192),
            false,
            true,
            true,
            true);
    assertEquals(full, read(JSON.writeValueAsString(full)));
  }

  @Test
  void keysOfTransformers5() throws Exception {
    LlamaConfig config =
        read("{'rope_parameters': {'rope_theta': 5e5, 'rope_type': 'linear', 'factor': 2}}");
    assertEquals(5e5, config.ropeTheta());
    assertEquals(RopeScaling.linear(2), config.ropeScaling());
    assertNull(read("{'rope_parameters': {'rope_theta': 1e4}}").ropeScaling());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'vocab_size': 0} | vocab_size",
        "{'hidden_size': -4096} | hidden_size",
        "{'intermediate_size': 2000000000} | intermediate_size",
        "{'num_hidden_layers': 0} | num_hidden_layers",
        "{'num_attention_heads': 0} | num_attention_heads",
        "{'num_key_value_heads': 0} | num_key_value_heads",
        "{'num_key_value_heads': 5} | num_key_value_heads",
        "{'num_key_value_heads': 64} | num_key_value_heads",
        "{'hidden_size': 4100} | hidden_size",
        "{'head_dim': 0} | head_dim",
        "{'head_dim': 33} | head_dim",
        "{'rms_norm_eps': 0} | rms_norm_eps",
        "{'rms_norm_eps': 'NaN'} | rms_norm_eps",
        "{'rope_theta': -1} | rope_theta",
        "{'rope_theta': 'Infinity'} | rope_theta",
        "{'rope_scaling': {'type': 'yarn', 'factor': 2}} | yarn",
        "{'rope_scaling': {'type': 'linear'}} | factor",
        "{'rope_scaling': {'type': 'linear', 'factor': 0.5}} | factor",
        "{'rope_scaling': {'factor': 2}} | rope_type",
        "{'rope_scaling': {'rope_type': 'llama3', 'factor': 8}} | low_freq_factor",
        "{'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 4, 'high_freq_factor': 1, 'original_max_position_embeddings': 64}} | high_freq_factor",
        "{'rope_scaling': {'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1, 'high_freq_factor': 4, 'original_max_position_embeddings': 0}} | original_max_position_embeddings"
      })
  void numbersThatDescribeNoModel(String json, String key) {
    JsonProcessingException e = assertThrows(JsonProcessingException.class, () -> read(json));
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    PeriodException refused = (PeriodException) cause;
    assertEquals(Kind.MODEL, refused.kind());
    assertTrue(refused.getMessage().contains(key), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama2-7b", "llama3-8b", "llama3.1-8b", "llama3.2-1b", "linear2"})
  void frequenciesOfKnownModels(String model) throws Exception {
    JsonNode known =
        JSON.readTree(Fixtures.path("expected/rope_inv_freq.json").toFile()).get(model);
    LlamaConfig config = JSON.treeToValue(known.get("config"), LlamaConfig.class);
    assertEquals(known.get("head_dim").asInt(), config.headDim());
    float[] expected = new float[known.get("inv_freq_f32").size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = known.get("inv_freq_f32").get(i).floatValue();
    }
    float[] frequencies = config.rotaryFrequencies();
    assertEquals(expected.length, frequencies.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], frequencies[i], 1e-6 * expected[i], "frequency " + i);
    }
  }

  /** Period-LLM trains biases of all projections but key and value (its released model.py). */
  @Test
  void biases() {
    Set<String> tuned = Set.of("q_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
    assertEquals(tuned, biasesOf(false, false, true));
    assertEquals(Set.of(), biasesOf(false, false, false));
    assertEquals(Set.of("q_proj", "k_proj", "v_proj", "o_proj"), biasesOf(true, false, false));
    assertEquals(Set.of("gate_proj", "up_proj", "down_proj"), biasesOf(false, true, false));
  }

  private static Set<String> biasesOf(boolean attention, boolean mlp, boolean tuned) {
    LlamaConfig config =
        new LlamaConfig(16, 8, 12, 1, 2, 1, 4, 1e-6, 1e4, null, false, attention, mlp, tuned);
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(1))) {
      new LlamaDecoder(parameters, "", config, Dtype.FP32);
      Map<String, ?> all = parameters.all();
      return all.keySet().stream()
          .filter(name -> name.endsWith(".bias"))
          .map(name -> name.substring(0, name.length() - ".bias".length()))
          .map(name -> name.substring(name.lastIndexOf('.') + 1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void frequenciesOfASmallModel() {
    assertArrayEquals(
        new float[] {1, 0.01f},
        new LlamaConfig(9, 8, 9, 1, 2, 2, 1e-6, 1e4, true).rotaryFrequencies(),
        1e-9f);
  }
}
