package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.engine.Dtype;
import dev.period.core.generate.TokenRun;
import dev.period.core.model.convert.ModelConversion;
import dev.period.core.model.convert.ModelConversion.Target;
import dev.period.core.model.convert.ModelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEFT's files beside a model, alone, in other layouts, merged and broken. */
class AdapterFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int[] IDS = {1, 17, 40, 99, 5, 63};
  private static final int RANK = 3;
  private static final int LAYERS = 4;

  @TempDir Path folder;

  private static Path fixture(String name) throws Exception {
    return Fixtures.path("checkpoints/" + name);
  }

  private static float[] logits(Path model, Dtype dtype) {
    return TokenRun.of(model, Device.cpu(), dtype, IDS, List.of(), 0).logitsLast();
  }

  private static float[] logits(Path model) {
    return logits(model, Dtype.FP32);
  }

  /** An adapter as PEFT writes it, of random numbers. */
  private Path adapter(String base, String prefix, int width, int mlp, String settings)
      throws IOException {
    Path adapter = Files.createDirectories(folder.resolve("adapter"));
    SplittableRandom random = new SplittableRandom(4);
    Map<String, TensorData> tensors = new TreeMap<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      String at = prefix + layer;
      put(tensors, random, at + ".self_attn.q_proj", width, width);
      put(tensors, random, at + ".self_attn.o_proj", width, width);
      put(tensors, random, at + ".mlp.down_proj", width, mlp);
    }
    SafetensorsWriter.write(
        adapter.resolve("adapter_model.safetensors"), tensors, Map.of("format", "pt"));
    ObjectNode config =
        (ObjectNode)
            JSON.readTree(
                """
                {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": 3, "lora_alpha": 6,
                 "lora_dropout": 0.05, "bias": "none", "fan_in_fan_out": false, "use_dora": false,
                 "target_modules": ["q_proj", "o_proj", "down_proj"], "modules_to_save": null,
                 "rank_pattern": {}, "alpha_pattern": {}, "layers_to_transform": null}
                """);
    config.put("base_model_name_or_path", base);
    config.setAll((ObjectNode) JSON.readTree(settings));
    JSON.writeValue(adapter.resolve("adapter_config.json").toFile(), config);
    return adapter;
  }

  private static void put(
      Map<String, TensorData> tensors, SplittableRandom random, String module, int out, int in) {
    float[] a = Tensors.normal(random, RANK * in, 0.3);
    float[] b = Tensors.normal(random, out * RANK, 0.3);
    tensors.put("base_model.model." + module + ".lora_A.weight", TensorData.of(a, RANK, in));
    tensors.put("base_model.model." + module + ".lora_B.weight", TensorData.of(b, out, RANK));
  }

  private static ModelConversion.Written export(
      Path model, Target target, boolean merge, Path out) {
    return ModelConversion.exporting(model, target, merge, out, false, 1L << 30);
  }

  @Test
  void adaptsALlamaUnmergedAndMerged() throws Exception {
    Path base = fixture("llama-gqa");
    Path adapter = adapter("llama-gqa", "model.layers.", 64, 172, "{}");
    Path joined = folder.resolve("joined");
    ModelConversion.importing(List.of(base, adapter), joined, false, 1L << 30);
    float[] plain = logits(base);
    float[] adapted = logits(joined);
    assertNotEquals(plain[0], adapted[0]);

    Path merged = folder.resolve("merged");
    export(joined, Target.HF, true, merged);
    assertFalse(AdapterFolder.isIn(merged));
    Tensors.assertClose("merged", adapted, logits(merged), 1e-5);
    // the definition: W + alpha / r B A, all other tensors as they were
    try (SafetensorsFile before = SafetensorsFile.open(base.resolve("model.safetensors"));
        SafetensorsFile after = SafetensorsFile.open(merged.resolve("model.safetensors"));
        SafetensorsFile low = SafetensorsFile.open(adapter.resolve("adapter_model.safetensors"))) {
      assertEquals(before.tensors().keySet(), after.tensors().keySet());
      for (String name : before.tensors().keySet()) {
        String module = "base_model.model." + name.replace(".weight", "");
        float[] expected = before.readFloats(name);
        if (low.tensors().containsKey(module + ".lora_A.weight")) {
          float[] a = low.readFloats(module + ".lora_A.weight");
          float[] b = low.readFloats(module + ".lora_B.weight");
          int in = a.length / RANK;
          for (int i = 0; i < expected.length; i++) {
            for (int r = 0; r < RANK; r++) {
              expected[i] += 2 * b[i / in * RANK + r] * a[r * in + i % in];
            }
          }
          Tensors.assertClose(name, expected, after.readFloats(name), 1e-6);
        } else {
          assertArrayEquals(expected, after.readFloats(name), name);
        }
      }
    }
    // without --merge the base is there bit for bit, whatever was done with it
    Path unmerged = folder.resolve("unmerged");
    export(joined, Target.HF, false, unmerged);
    assertArrayEquals(adapted, logits(unmerged));
    Files.delete(unmerged.resolve("adapter_config.json"));
    try (SafetensorsFile before = SafetensorsFile.open(base.resolve("model.safetensors"));
        SafetensorsFile after = SafetensorsFile.open(unmerged.resolve("model.safetensors"))) {
      for (String name : before.tensors().keySet()) {
        assertEquals(before.read(name), after.read(name), name);
      }
    }
    assertArrayEquals(plain, logits(unmerged));
  }

  @Test
  void adaptersAloneComeBackAsTheyWere() throws Exception {
    Path base = fixture("llama-gqa");
    Path adapter = adapter("llama-gqa", "model.layers.", 64, 172, "{\"use_rslora\": true}");
    Path joined = folder.resolve("joined");
    ModelConversion.importing(List.of(adapter, base), joined, false, 1L << 30);
    Path alone = folder.resolve("alone");
    ModelConversion.Written written = export(joined, Target.PEFT, false, alone);
    assertEquals(LAYERS * RANK * (4 * 64 + 64 + 172), written.parameters());
    assertEquals(
        -1,
        Files.mismatch(
            adapter.resolve("adapter_model.safetensors"),
            alone.resolve("adapter_model.safetensors")));
    JsonNode config = JSON.readTree(alone.resolve("adapter_config.json").toFile());
    JsonNode given = JSON.readTree(adapter.resolve("adapter_config.json").toFile());
    for (String key :
        List.of(
            "peft_type",
            "task_type",
            "r",
            "lora_alpha",
            "lora_dropout",
            "bias",
            "modules_to_save",
            "use_rslora",
            "base_model_name_or_path")) {
      assertEquals(given.get(key), config.get(key), key);
    }
    assertEquals("[\"down_proj\",\"o_proj\",\"q_proj\"]", config.get("target_modules").toString());
  }

  @Test
  void findsTheModelBesideIt() throws Exception {
    Path base = Files.createDirectories(folder.resolve("some-llama"));
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(fixture("llama-gqa").resolve(name), base.resolve(name));
    }
    Path adapter = adapter("somebody/some-llama", "model.layers.", 64, 172, "{}");
    Path joined = folder.resolve("joined");
    ModelConversion.importing(List.of(base, adapter), joined, false, 1L << 30);
    assertArrayEquals(logits(joined), logits(adapter));
    assertEquals("adapters", last(ModelInfo.of(adapter).parts()).name());
    assertTrue(last(ModelInfo.of(adapter).parts()).shape().contains("rank 3 on 12 linear maps"));

    Files.delete(base.resolve("config.json"));
    PeriodException e = assertThrows(PeriodException.class, () -> ModelSource.of(adapter));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("somebody/some-llama"), e.getMessage());
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  /** LLaVA's modules have moved between versions of transformers. */
  @ParameterizedTest
  @ValueSource(strings = {"language_model.model.layers.", "model.language_model.layers."})
  void readsBothNamesOfLlava(String prefix) throws Exception {
    Path adapter = adapter("llava-tiny", prefix, 48, 128, "{}");
    Path joined = folder.resolve("joined");
    ModelConversion.importing(List.of(fixture("llava-tiny"), adapter), joined, false, 1L << 30);
    assertNotEquals(logits(fixture("llava-tiny"))[0], logits(joined)[0]);
    Path hf = folder.resolve("hf");
    export(joined, Target.HF, false, hf);
    Path original = folder.resolve("original");
    export(joined, Target.LLAVA, false, original);
    assertArrayEquals(logits(joined), logits(hf));
    assertArrayEquals(logits(joined), logits(original));
    try (SafetensorsFile file = SafetensorsFile.open(hf.resolve("adapter_model.safetensors"))) {
      assertTrue(
          file.tensors()
              .containsKey(
                  "base_model.model.language_model.model.layers.1.mlp.down_proj.lora_B.weight"));
    }
    // the tower has a q_proj too, but only the decoder's are adapted
    assertEquals(
        ".*language_model.*\\.(down_proj|o_proj|q_proj)",
        JSON.readTree(hf.resolve("adapter_config.json").toFile()).get("target_modules").asText());
  }

  @Test
  void mergesIntoSixteenBitsWithinTheirRounding() throws Exception {
    Path adapter = adapter("llama-mha-bf16", "model.layers.", 64, 172, "{}");
    Path joined = folder.resolve("joined");
    ModelConversion.importing(List.of(fixture("llama-mha-bf16"), adapter), joined, false, 1L << 30);
    Path merged = folder.resolve("merged");
    export(joined, Target.HF, true, merged);
    Tensors.assertClose("merged", logits(joined), logits(merged), 0.03);
    // computing in bf16, with packed matrices where there are any
    Tensors.assertClose("bf16", logits(joined), logits(joined, Dtype.BF16), 0.1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"peft_type": "IA3"} | peft_type 'IA3'
          {"use_dora": true} | use_dora
          {"rank_pattern": {"q_proj": 4}} | rank_pattern
          {"fan_in_fan_out": true} | fan_in_fan_out
          {"r": 4} | with r 4 the model needs
          {"r": "x"} | must be a whole number
          {"r": 0} | rank is 0
          {"lora_alpha": -1} | alpha is -1
          {"lora_dropout": "a"} | must be a number
          """)
  void refusesWhatItCannotRun(String settings, String part) throws Exception {
    Path adapter = adapter("llama-gqa", "model.layers.", 64, 172, settings);
    assertRefused(adapter, part);
  }

  @ParameterizedTest
  @CsvSource({
    "model.layers.0.self_attn.x_proj.lora_A.weight, no place",
    "model.embed_tokens.lora_A.weight, no place",
    "model.layers.0.self_attn.v_proj.lora_A.weight, lacks the tensor",
    "model.layers.0.self_attn.v_proj.lora_magnitude_vector, no place"
  })
  void refusesTensorsThatDoNotFit(String name, String part) throws Exception {
    Path adapter = adapter("llama-gqa", "model.layers.", 64, 172, "{}");
    SafetensorsWriter.write(
        adapter.resolve("adapter_model.safetensors"),
        Map.of("base_model.model." + name, TensorData.of(new float[RANK * 64], RANK, 64)),
        Map.of());
    assertRefused(adapter, part);
  }

  @Test
  void refusesNumbersThatAreNone() throws Exception {
    Path adapter = adapter("llama-gqa", "model.layers.", 64, 172, "{}");
    float[] a = new float[RANK * 64];
    a[5] = Float.NaN;
    String module = "base_model.model.model.layers.0.self_attn.v_proj";
    SafetensorsWriter.write(
        adapter.resolve("adapter_model.safetensors"),
        Map.of(
            module + ".lora_A.weight", TensorData.of(a, RANK, 64),
            module + ".lora_B.weight", TensorData.of(new float[32 * RANK], 32, RANK)),
        Map.of());
    assertRefused(adapter, "NaN");
  }

  @Test
  void refusesMissingFiles() throws Exception {
    Path adapter = adapter("llama-gqa", "model.layers.", 64, 172, "{}");
    Files.delete(adapter.resolve("adapter_model.safetensors"));
    assertRefused(adapter, "adapter_model.safetensors");
  }

  private void assertRefused(Path adapter, String part) throws Exception {
    Path joined = folder.resolve("joined");
    Files.createDirectories(joined);
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(fixture("llama-gqa").resolve(name), joined.resolve(name));
    }
    for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
      if (Files.exists(adapter.resolve(name))) {
        Files.copy(adapter.resolve(name), joined.resolve(name));
      }
    }
    PeriodException e = assertThrows(PeriodException.class, () -> logits(joined));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void refusesToExportAdaptersThatAreNotThere() throws Exception {
    Path base = fixture("llama-gqa");
    for (boolean merge : new boolean[] {true, false}) {
      PeriodException e =
          assertThrows(
              PeriodException.class,
              () -> export(base, merge ? Target.HF : Target.PEFT, merge, folder.resolve("out")));
      assertEquals(Kind.USAGE, e.kind());
      assertTrue(e.getMessage().contains("has no adapters"), e.getMessage());
    }
  }
}
