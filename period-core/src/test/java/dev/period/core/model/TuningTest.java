package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.SafetensorsType;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Recomputation;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Lora;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.TrainingPass;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Models of which a part is trained. */
class TuningTest {
  private static final PeriodConfig CONFIG = PeriodModelTest.tiny();

  @TempDir Path folder;

  private static Tuning tuning(double dropout, String targets, String... groups) {
    return new Tuning(
        Trainable.parse(List.of(groups), Map.of()),
        new LoraSettings(4, 8, dropout, List.of(targets.split(" ")), false));
  }

  private static NDArray loss(NDManager scope, PeriodModel model, Batch batch) {
    return Autograd.record(
        () -> {
          PeriodModel.Output output = model.forward(scope, batch, null);
          long[] rows = {batch.width() - 2, 2L * batch.width() - 2};
          NDArray sum =
              model.logits(scope, output.hidden(), rows).logSoftmax(-1).get(":, 5").neg().sum();
          sum.attach(scope);
          return sum;
        });
  }

  private static float step(PeriodModel model, Adam optimizer, Batch batch) {
    try (NDManager scope = Torch.scope()) {
      NDArray loss = loss(scope, model, batch);
      Autograd.backward(scope, loss);
      assertTrue(Float.isFinite(optimizer.step(scope, 1e-2, 1)));
      return loss.getFloat();
    }
  }

  private static Map<String, float[]> values(PeriodModel model) {
    Map<String, float[]> values = new LinkedHashMap<>();
    model.parameters().all().forEach((name, array) -> values.put(name, RawTensors.toFloats(array)));
    return values;
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void adaptersLearnAndEverythingElseStays(Dtype dtype) {
    Tuning tuning = tuning(0, "q_proj k_proj v_proj o_proj gate_proj up_proj down_proj", "lora");
    try (PeriodModel model = tuning.fresh(CONFIG, 7, Device.cpu(), dtype)) {
      Map<String, NDArray> trained = tuning.trainable().select(model);
      Map<String, float[]> before = values(model);
      Batch batch = PeriodModelTest.batch(CONFIG, 2);
      try (Adam optimizer = new Adam(trained, AdamRule.adamW(0.9, 0.999, 1e-8, 0))) {
        float first = step(model, optimizer, batch);
        float last = 0;
        for (int i = 0; i < 6; i++) {
          last = step(model, optimizer, batch);
        }
        assertTrue(last < 0.9 * first, "loss went from " + first + " to " + last);

        // two layers; 32 wide, key heads 16, mlp 64; rank 4
        long adapters = 2L * 4 * ((32 + 32) + 2 * (32 + 16) + (32 + 32) + 3 * (32 + 64));
        long state =
            optimizer.state().values().stream().mapToLong(array -> array.getShape().size()).sum();
        assertEquals(2 * adapters + trained.size(), state, "two moments, and a count each");
      }
      assertEquals(2 * 7 * 2, trained.size());
      try (NDManager scope = Torch.scope()) {
        model
            .parameters()
            .all()
            .forEach(
                (name, array) -> {
                  boolean adapter = Lora.isAdapter(name);
                  assertEquals(adapter, trained.containsKey(name), name);
                  assertEquals(adapter, Autograd.gradient(scope, array) != null, name);
                  boolean same =
                      java.util.Arrays.equals(before.get(name), RawTensors.toFloats(array));
                  assertEquals(!adapter, same, name);
                });
      }
      // masters of what is trained, frozen matrices in the type that they compute in
      assertEquals(Dtype.FP32, model.parameters().dtype(trained.keySet().iterator().next()));
      assertEquals(
          dtype, model.parameters().dtype("language_model.model.layers.0.mlp.up_proj.weight"));
    }
  }

  @Test
  void aFreshAdapterLeavesTheModelAsItIs() {
    Tuning tuning = tuning(0.3, "q_proj down_proj vision_tower.fc1", "lora");
    Batch batch = PeriodModelTest.batch(CONFIG, 2);
    try (PeriodModel model = tuning.fresh(CONFIG, 7, Device.cpu(), Dtype.FP32);
        PeriodModel plain =
            new PeriodModel(CONFIG, ParameterSource.fresh(7), Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      assertEquals(
          loss(scope, plain, batch).getFloat(), loss(scope, model, batch).getFloat(), 1e-6);
    }
  }

  /** A layer that is computed again in the backward pass drops what it dropped the first time. */
  @Test
  void recomputedLayersDropTheSame() {
    Tuning tuning = tuning(0.3, "q_proj o_proj up_proj down_proj", "lora");
    Batch batch = PeriodModelTest.batch(CONFIG, 2);
    List<Map<String, float[]>> gradients = new ArrayList<>();
    for (boolean recompute : new boolean[] {false, true}) {
      try (PeriodModel model = tuning.fresh(CONFIG, 7, Device.cpu(), Dtype.FP32);
          NDManager scope = Torch.scope()) {
        Map<String, NDArray> trained = tuning.trainable().select(model);
        // B is zero in the beginning: a step makes A matter
        train(tuning, model, batch, 0);
        model.parameters().dropout().on(1);
        Recomputation recomputation = recompute ? new Recomputation() : null;
        NDArray loss =
            Autograd.record(
                () -> {
                  TrainingPass pass = new TrainingPass(recomputation, null);
                  NDArray hidden = model.forwardTraining(scope, batch, pass).hidden();
                  NDArray sum = model.logits(scope, hidden, new long[] {2, 5}).logSoftmax(-1).sum();
                  sum.attach(scope);
                  return sum;
                });
        if (recomputation == null) {
          Autograd.backward(scope, loss);
        } else {
          recomputation.backward(scope, loss);
        }
        Map<String, float[]> found = new LinkedHashMap<>();
        trained.forEach(
            (name, array) -> found.put(name, Autograd.gradient(scope, array).toFloatArray()));
        gradients.add(found);
      }
    }
    gradients
        .get(0)
        .forEach((name, values) -> assertArrayEquals(values, gradients.get(1).get(name), name));
  }

  /** Resuming is loading and going on: dropout must not remember what it drew. */
  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void savedAndLoadedTrainingGoesOnBitForBit(Dtype dtype) throws Exception {
    Tuning tuning =
        tuning(0.2, "q_proj down_proj vision_tower.q_proj", "lora", "projector", "periodicity");
    Batch batch = PeriodModelTest.batch(CONFIG, 2);
    Path tokenizer = Fixtures.path("tokenizers/own-spm-bpe600");
    Map<String, float[]> straight;
    try (PeriodModel model = tuning.fresh(CONFIG, 7, Device.cpu(), dtype)) {
      train(tuning, model, batch, 0);
      Files.createDirectories(folder.resolve("half"));
      ModelFolder.save(folder.resolve("half"), model, FolderSettings.fresh(CONFIG), tokenizer);
      train(tuning, model, batch, 1);
      straight = values(model);
      Files.createDirectories(folder.resolve("whole"));
      ModelFolder.save(folder.resolve("whole"), model, FolderSettings.fresh(CONFIG), tokenizer);
    }
    Torch.seed(12345);
    try (PeriodModel model = tuning.load(folder.resolve("half"), CONFIG, 99, Device.cpu(), dtype)) {
      train(tuning, model, batch, 1);
      values(model).forEach((name, values) -> assertArrayEquals(straight.get(name), values, name));
      Files.createDirectories(folder.resolve("again"));
      ModelFolder.save(folder.resolve("again"), model, FolderSettings.fresh(CONFIG), tokenizer);
    }
    for (String name :
        List.of(
            "model.safetensors",
            "config.json",
            "adapter_config.json",
            "adapter_model.safetensors")) {
      assertEquals(
          -1,
          Files.mismatch(
              folder.resolve("whole").resolve(name), folder.resolve("again").resolve(name)),
          name);
    }
  }

  /** One pass, with plain descent: an optimizer's state has a test of its own. */
  private static void train(Tuning tuning, PeriodModel model, Batch batch, long pass) {
    Map<String, NDArray> trained = tuning.trainable().select(model);
    try (NDManager scope = Torch.scope()) {
      model.parameters().dropout().seed(5);
      model.parameters().dropout().on(pass);
      NDArray loss = loss(scope, model, batch);
      Autograd.backward(scope, loss);
      model.parameters().dropout().off();
    }
    try (Adam optimizer = new Adam(trained, AdamRule.adamW(0.9, 0.999, 1e-8, 0));
        NDManager scope = Torch.scope()) {
      optimizer.step(scope, 1e-2, 1);
    }
  }

  @Test
  void aCheckpointIsAModelFolderWithAdaptersBesideIt() throws Exception {
    Tuning tuning = tuning(0.1, "q_proj v_proj", "lora", "projector");
    Path tokenizer = Fixtures.path("tokenizers/own-spm-bpe600");
    try (PeriodModel model =
        new PeriodModel(CONFIG, ParameterSource.fresh(3), Device.cpu(), Dtype.FP32)) {
      ModelFolder.save(folder, model, FolderSettings.fresh(CONFIG), tokenizer);
    }
    Path checkpoint = Files.createDirectories(folder.resolve("checkpoint"));
    Batch batch = PeriodModelTest.batch(CONFIG, 2);
    float expected;
    try (PeriodModel model = tuning.load(folder, CONFIG, 3, Device.cpu(), Dtype.BF16)) {
      for (int i = 0; i < 3; i++) {
        train(tuning, model, batch, i);
      }
      ModelFolder.save(checkpoint, model, FolderSettings.fresh(CONFIG), tokenizer);
      try (NDManager scope = Torch.scope()) {
        expected = loss(scope, model, batch).getFloat();
      }
    }
    JsonNode config =
        new ObjectMapper().readTree(checkpoint.resolve("adapter_config.json").toFile());
    assertEquals("LORA", config.get("peft_type").asText());
    assertEquals(4, config.get("r").asInt());
    assertEquals(8, config.get("lora_alpha").asInt());
    assertEquals(0.1, config.get("lora_dropout").asDouble());
    assertEquals(folder.getFileName().toString(), config.get("base_model_name_or_path").asText());
    assertEquals(
        "[\"multi_modal_projector\",\"periodicity_projector\"]",
        config.get("modules_to_save").toString());
    String module = "language_model.model.layers.1.self_attn.v_proj";
    try (SafetensorsFile weights = SafetensorsFile.open(checkpoint.resolve("model.safetensors"));
        SafetensorsFile adapters =
            SafetensorsFile.open(checkpoint.resolve("adapter_model.safetensors"))) {
      assertEquals(2 * 2 * 2 + 8, adapters.tensors().size());
      assertArrayEquals(
          new long[] {4, 32},
          adapters.info("base_model.model." + module + ".lora_A.weight").shape());
      // frozen matrices as they were computed with, trained ones in full
      assertEquals(SafetensorsType.BF16, weights.info(module + ".weight").dtype());
      String projector = "multi_modal_projector.linear_2.weight";
      assertEquals(SafetensorsType.F32, weights.info(projector).dtype());
      assertArrayEquals(
          weights.readFloats(projector), adapters.readFloats("base_model.model." + projector));
      assertFalse(weights.tensors().containsKey(module + ".lora_A.weight"));
    }
    try (PeriodModel model = ModelFolder.model(checkpoint, Device.cpu(), Dtype.BF16);
        NDManager scope = Torch.scope()) {
      assertEquals(expected, loss(scope, model, batch).getFloat(), 1e-5);
    }
    // the next stage goes on with the same adapters, with or without saying so
    for (Tuning next : List.of(tuning, new Tuning(tuning.trainable(), null))) {
      try (PeriodModel model = next.load(checkpoint, CONFIG, 8, Device.cpu(), Dtype.FP32)) {
        assertTrue(model.parameters().all().containsKey(Lora.b(module)));
      }
    }
    assertRefused(
        () -> tuning(0.1, "q_proj", "lora").load(checkpoint, CONFIG, 8, Device.cpu(), Dtype.FP32),
        "has adapters already");
  }

  /** Period-LLM's released code: 34,304 biases per layer at 7B, and 1,142,784 values in all. */
  @Test
  void biasTuningCountsWhatPeriodLlmTrains() {
    PeriodConfig config =
        Configs.parse(
            """
            {"format_version": 1,
             "text_config": {"vocab_size": 32000, "hidden_size": 4096, "intermediate_size": 11008,
               "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 32},
             "vision_config": {"image_size": 224, "patch_size": 32, "hidden_size": 768,
               "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 12,
               "layer_norm_eps": 1e-5, "projection_dim": 512},
             "vision_feature_layer": -1, "vision_feature_select_strategy": "image_embeds",
             "image_token_index": 0, "projector_type": "grouped", "projector_groups": 64,
             "visual_placement": "add"}
            """);
    Tuning tuning = new Tuning(Trainable.parse(List.of("bias", "projector"), Map.of()), null);
    PeriodConfig tuned = tuning.config(config);
    assertTrue(tuned.textConfig().biasTuning(), "biases are added where they are trained");
    Map<ParameterGroup, Long> counts = new LinkedHashMap<>();
    Map<String, Long> layer = new LinkedHashMap<>();
    ParameterShapes.of(tuned)
        .forEach(
            (name, asked) -> {
              if (tuning.trainable().of(tuned).test(name)) {
                counts.merge(ParameterGroup.of(name), asked.elements(), Long::sum);
                if (name.startsWith("language_model.model.layers.7.")) {
                  layer.put(name.substring(30), asked.elements());
                }
              }
            });
    assertEquals(34_304, layer.values().stream().mapToLong(Long::longValue).sum());
    assertEquals(
        Map.of(
            "self_attn.q_proj.bias", 4096L,
            "self_attn.o_proj.bias", 4096L,
            "mlp.gate_proj.bias", 11008L,
            "mlp.up_proj.bias", 11008L,
            "mlp.down_proj.bias", 4096L),
        layer);
    assertEquals(
        Map.of(ParameterGroup.BIAS, 1_097_728L, ParameterGroup.PROJECTOR, 45_056L), counts);
    assertEquals(1_142_784, counts.values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void biasesJoinAModelThatHasNone() throws Exception {
    try (PeriodModel model =
        new PeriodModel(CONFIG, ParameterSource.fresh(3), Device.cpu(), Dtype.FP32)) {
      ModelFolder.save(
          folder, model, FolderSettings.fresh(CONFIG), Fixtures.path("tokenizers/own-spm-bpe600"));
    }
    Tuning tuning = new Tuning(Trainable.parse(List.of("bias"), Map.of()), null);
    Batch batch = PeriodModelTest.batch(CONFIG, 2);
    try (PeriodModel model = tuning.load(folder, CONFIG, 3, Device.cpu(), Dtype.FP32)) {
      Map<String, NDArray> trained = tuning.trainable().select(model);
      assertEquals(2 * 5, trained.size());
      trained.values().forEach(bias -> assertEquals(0, bias.sum().getFloat()));
      try (Adam optimizer = new Adam(trained, AdamRule.adamW(0.9, 0.999, 1e-8, 0))) {
        float first = step(model, optimizer, batch);
        float last = 0;
        for (int i = 0; i < 6; i++) {
          last = step(model, optimizer, batch);
        }
        assertTrue(last < first, "loss went from " + first + " to " + last);
      }
      Path tuned = Files.createDirectories(folder.resolve("tuned"));
      ModelFolder.save(tuned, model, FolderSettings.fresh(CONFIG), folder);
      assertTrue(ModelFolder.config(tuned).textConfig().biasTuning());
    }
  }

  /**
   * PPLLaVA keeps CLIP's first 20 positions and its temperature; running statistics move by
   * themselves.
   */
  @Test
  void whatIsNeverTrained() {
    PeriodConfig config =
        Configs.parse(
            """
            {"format_version": 1,
             "text_config": {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 64,
               "num_hidden_layers": 1, "num_attention_heads": 4},
             "vision_config": {"image_size": 48, "patch_size": 12, "hidden_size": 32,
               "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4,
               "layer_norm_eps": 1e-5, "projection_dim": 16},
             "clip_text_config": {"vocab_size": 50, "hidden_size": 16, "intermediate_size": 32,
               "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 77,
               "bos_token_id": 48, "eos_token_id": 49, "projection_dim": 16,
               "context_extension": {"keep": 20, "factor": 4, "end": "extrapolate"}},
             "image_token_index": 3, "pooling_mode": "paper", "pooling_window": [1, 2, 2],
             "projector_type": "grouped", "projector_groups": 4}
            """);
    for (String group : List.of("clip_text", "all")) {
      Trainable trainable = Trainable.parse(List.of(group), Map.of());
      String positions = "text_tower.text_model.embeddings.position_embedding";
      assertFalse(trainable.of(config).test(positions + ".weight"), group);
      assertTrue(trainable.of(config).test(positions + "_extension.weight"), group);
      assertTrue(trainable.of(config).test("text_tower.text_projection.weight"), group);
      assertFalse(trainable.of(config).test("text_tower.logit_scale"), group);
      assertFalse(trainable.of(config).test("multi_modal_projector.norm.running_mean"), group);
    }
    // every parameter of every model belongs to a group
    ParameterShapes.of(config).keySet().forEach(ParameterGroup::of);
    ParameterShapes.of(CONFIG).keySet().forEach(ParameterGroup::of);
  }

  @Test
  void groupsHaveRatesOfTheirOwn() {
    Trainable trainable =
        Trainable.parse(
            List.of("language_model", "projector", "vision_tower"),
            Map.of("language_model", 2e-5, "projector", 1e-3));
    assertEquals(0.02, trainable.factor("language_model.lm_head.weight", 1e-3), 1e-12);
    assertEquals(
        0.02,
        trainable.factor("language_model.model.layers.0.mlp.up_proj.bias", 1e-3),
        1e-12,
        "a bias is part of the decoder");
    assertEquals(1, trainable.factor("multi_modal_projector.linear_1.weight", 1e-3), 1e-12);
    assertEquals(1, trainable.factor("vision_tower.vision_model.x.weight", 1e-3));
    // the first update of Adam is the learning rate, whatever the gradient
    try (NDManager scope = Torch.scope()) {
      NDArray fast = Torch.floats(scope, new float[] {1}, 1);
      NDArray slow = Torch.floats(scope, new float[] {1}, 1);
      try (Adam optimizer =
          new Adam(
              Map.of("fast", fast, "slow", slow),
              AdamRule.adamW(0.9, 0.999, 1e-8, 0),
              name -> name.equals("slow") ? 0.1 : 1)) {
        Autograd.backward(scope, Autograd.record(() -> fast.add(slow).sum()));
        optimizer.step(scope, 0.01, 100);
      }
      assertEquals(0.99, fast.getFloat(), 1e-6);
      assertEquals(0.999, slow.getFloat(), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lara           | trainable has 'lara'; did you mean lora?
          encoder        | there are all, lora, bias, language_model
          clip_text      | the model has nothing of it
          lora           | add a section lora
          """)
  void refusesGroupsThatAreNotThere(String group, String part) {
    assertRefused(
        () -> {
          Trainable trainable = Trainable.parse(List.of(group), Map.of());
          try (PeriodModel model =
              new PeriodModel(CONFIG, ParameterSource.fresh(1), Device.cpu(), Dtype.FP32)) {
            trainable.select(model);
          }
        },
        part);
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    assertRefused(() -> Trainable.parse(List.of(), Map.of()), "trainable is empty");
    assertRefused(
        () -> Trainable.parse(List.of("bias"), Map.of("lora", 1e-3)), "trainable does not name");
    assertRefused(() -> Trainable.parse(List.of("bias"), Map.of("bias", 0.0)), "must be above 0");
    assertRefused(() -> tuning(0, "q_proj", "bias"), "trainable does not name lora");
    assertRefused(
        () -> tuning(0, "q_prj", "lora").fresh(CONFIG, 1, Device.cpu(), Dtype.FP32),
        "did you mean q_proj?");
    assertRefused(
        () -> tuning(0, "lm_head", "lora").fresh(CONFIG, 1, Device.cpu(), Dtype.FP32),
        "there are down_proj, gate_proj");
    assertRefused(
        () ->
            tuning(0, "q_proj", "lora", "language_model")
                .fresh(CONFIG, 1, Device.cpu(), Dtype.FP32),
        "trainable has language_model, whose matrices have adapters");
    assertRefused(
        () ->
            tuning(0, "vision_tower.fc1", "lora", "vision_tower")
                .fresh(CONFIG, 1, Device.cpu(), Dtype.FP32),
        "trainable has vision_tower, whose matrices have adapters");
  }

  private static void assertRefused(org.junit.jupiter.api.function.Executable action, String part) {
    PeriodException e = assertThrows(PeriodException.class, action);
    assertEquals(Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
