package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.optim.FixtureSteps;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A small random LLaVA-1.5 against what Hugging Face's implementation computed with the same
 * weights, whose {@code config.json} is read as it is.
 */
class LlavaParityTest {
  private PeriodConfig config;
  private WeightsFolder weights;
  private PeriodModel model;

  @BeforeEach
  void open() throws Exception {
    config = Configs.parse(Files.readString(Fixtures.path("checkpoints/llava-tiny/config.json")));
    weights = WeightsFolder.open(Fixtures.path("checkpoints/llava-tiny"));
    model =
        new PeriodModel(
            config, (name, init, shape) -> weights.readFloats(name), Device.cpu(), Dtype.FP32);
  }

  @AfterEach
  void close() {
    model.close();
    weights.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"one_image", "three_images"})
  void fromPixelsToLogits(String kind) throws Exception {
    try (SafetensorsFile file = expected("forward");
        NDManager scope = Torch.scope()) {
      int[] ids = ids(file, kind + ".in.input_ids");
      Batch batch = batch(ids, images(file.readFloats(kind + ".in.pixel_values")));
      NDArray embeddings = model.embed(scope, batch).embeddings();
      Tensors.assertClose(
          "embeddings",
          file.readFloats(kind + ".merged_inputs_embeds"),
          embeddings.toFloatArray(),
          1e-5);
      NDArray places = Torch.longs(scope, batch.visualPlaces(), batch.visualPlaces().length);
      NDArray flat = embeddings.reshape(-1, embeddings.getShape().get(2));
      Tensors.assertClose(
          "projected features",
          file.readFloats(kind + ".projected_features"),
          flat.get(places).toFloatArray(),
          1e-5);
      NDArray hidden = model.forward(scope, batch, null).hidden();
      long[] rows = new long[batch.width()];
      Arrays.setAll(rows, i -> i);
      Tensors.assertClose(
          "logits",
          file.readFloats(kind + ".logits"),
          model.logits(scope, hidden, rows).toFloatArray(),
          1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one_image", "three_images"})
  void greedyGeneration(String kind) throws Exception {
    JsonNode greedy =
        new ObjectMapper()
            .readTree(Fixtures.path("expected/llava-tiny/info.json").toFile())
            .path(kind)
            .path("greedy");
    try (SafetensorsFile file = expected("forward")) {
      int[] ids = ids(file, kind + ".in.input_ids");
      List<Medium> images = images(file.readFloats(kind + ".in.pixel_values"));
      int[] generated = new int[greedy.size()];
      for (int i = 0; i < generated.length; i++) {
        assertEquals(i, ids.length - ids(file, kind + ".in.input_ids").length);
        try (NDManager scope = Torch.scope()) {
          Batch batch = batch(ids, images);
          NDArray hidden = model.forward(scope, batch, null).hidden();
          long[] last = {batch.width() - 1};
          generated[i] = (int) model.logits(scope, hidden, last).argMax(1).getLong(0);
        }
        ids = Arrays.copyOf(ids, ids.length + 1);
        ids[ids.length - 1] = generated[i];
      }
      int[] expected = new int[generated.length];
      Arrays.setAll(expected, i -> greedy.get(i).asInt());
      assertArrayEquals(expected, generated);
    }
  }

  /** One step: gradients of decoder and projector, and their weights behind AdamW's update. */
  @Test
  void stepWithAFrozenTower() throws Exception {
    try (SafetensorsFile file = expected("train");
        NDManager scope = Torch.scope()) {
      Map<String, NDArray> trained = new LinkedHashMap<>(model.parameters().all());
      trained.keySet().removeIf(name -> name.startsWith("vision_tower."));
      AdamRule rule = new AdamRule(true, 0.9, 0.999, 1e-8, 0.01, true);
      try (Adam optimizer = new Adam(trained, rule)) {
        NDArray loss = Autograd.record(() -> loss(scope, file));
        assertEquals(
            info().path("train_frozen_vision").path("loss").asDouble(), loss.getFloat(), 1e-4);
        Autograd.backward(scope, loss);
        JsonNode norms = info().path("train_frozen_vision").path("grad_norms");
        Map<String, float[]> gradients = gradients(scope, norms);
        assertEquals(trained.keySet(), gradients.keySet());
        assertEquals(7, FixtureSteps.compareGradients(file, "grad.", gradients));
        model
            .parameters()
            .all()
            .forEach(
                (name, parameter) -> {
                  if (!trained.containsKey(name)) {
                    assertNull(Autograd.gradient(scope, parameter), name);
                  }
                });
        optimizer.step(scope, 1e-3, Double.POSITIVE_INFINITY);
        assertEquals(
            7,
            FixtureSteps.compareFirstUpdate(
                file, "after_adamw_step1.", gradients, model.parameters().all()));
      }
    }
  }

  /** Gradients through the projector into the tower. */
  @Test
  void gradientsOfAnUnfrozenTower() throws Exception {
    try (SafetensorsFile file = expected("train");
        NDManager scope = Torch.scope()) {
      model.parameters().all().values().forEach(p -> Autograd.requireGradient(p, true));
      Autograd.backward(scope, Autograd.record(() -> loss(scope, file)));
      JsonNode norms = info().path("train_unfrozen_vision_grad_norms");
      Map<String, float[]> gradients = gradients(scope, norms);
      assertEquals(53, gradients.size());
      assertEquals(2, FixtureSteps.compareGradients(file, "unfrozen.grad.", gradients));
      // LLaVA reads the last layer but one: what follows is not even built
      assertNull(model.parameters().all().get("vision_tower.vision_model.post_layernorm.weight"));
      assertNull(
          model
              .parameters()
              .all()
              .get("vision_tower.vision_model.encoder.layers.3.layer_norm1.weight"));
    }
  }

  /** The gradients that {@code norms} names, each of the norm that stands there. */
  private Map<String, float[]> gradients(NDManager scope, JsonNode norms) {
    Map<String, float[]> gradients = new LinkedHashMap<>();
    norms
        .fieldNames()
        .forEachRemaining(
            name -> {
              NDArray gradient = Autograd.gradient(scope, model.parameters().all().get(name));
              assertNotNull(gradient, name);
              gradients.put(name, gradient.toFloatArray());
              if (!name.endsWith("k_proj.bias")) { // the same shift of all scores: 0
                FixtureSteps.assertNorm(norms, name, gradients.get(name), 1e-4);
              }
            });
    return gradients;
  }

  private static JsonNode info() {
    try {
      return new ObjectMapper().readTree(Fixtures.path("expected/llava-tiny/info.json").toFile());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The mean cross-entropy of the answer's tokens. */
  private NDArray loss(NDManager scope, SafetensorsFile file) {
    int[] ids = ids(file, "in.input_ids");
    int[] labels = ids(file, "in.labels");
    Batch batch = batch(ids, images(file.readFloats("in.pixel_values")));
    List<Long> rows = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    int merged = 0;
    for (int i = 0; i < ids.length; i++) {
      merged += ids[i] == config.imageTokenIndex() ? config.tokensPerFrame() : 1;
      if (labels[i] != -100) {
        rows.add((long) merged - 2); // the token before predicts it
        targets.add((long) labels[i]);
      }
    }
    NDArray hidden = model.forward(scope, batch, null).hidden();
    NDArray logits = model.logits(scope, hidden, rows.stream().mapToLong(r -> r).toArray());
    NDArray picks =
        Torch.longs(scope, targets.stream().mapToLong(t -> t).toArray(), targets.size(), 1);
    return logits.logSoftmax(-1).gather(picks, 1).mean().neg();
  }

  private Batch batch(int[] ids, List<Medium> images) {
    Placeholder patches = new Placeholder(config.imageTokenIndex(), config.frameTokens(1, false));
    List<List<Placeholder>> places = images.stream().map(image -> List.of(patches)).toList();
    TokenSequence tokens = TokenSequence.ofIds(ids, config.imageTokenIndex(), places);
    return Batch.of(config, List.of(new Prompt(tokens, images)));
  }

  private List<Medium> images(float[] pixels) {
    int side = config.visionConfig().imageSize();
    int size = 3 * side * side;
    List<Medium> images = new ArrayList<>();
    for (int from = 0; from < pixels.length; from += size) {
      float[] image = Arrays.copyOfRange(pixels, from, from + size);
      images.add(new Medium(Medium.Kind.IMAGE, 1, image, null, null));
    }
    return images;
  }

  private static SafetensorsFile expected(String name) throws Exception {
    return SafetensorsFile.open(Fixtures.path("expected/llava-tiny/" + name + ".safetensors"));
  }

  private static int[] ids(SafetensorsFile file, String name) {
    LongBuffer buffer = file.read(name).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    int[] ids = new int[buffer.remaining()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Math.toIntExact(buffer.get());
    }
    return ids;
  }
}
