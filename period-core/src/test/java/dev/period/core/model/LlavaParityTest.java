package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** One step's gradients: decoder, projector, and through them the tower. */
  @Test
  void gradients() throws Exception {
    try (SafetensorsFile file = expected("train");
        NDManager scope = Torch.scope()) {
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
      model.parameters().all().values().forEach(p -> Autograd.requireGradient(p, true));
      NDArray loss =
          Autograd.record(
              () -> {
                NDArray hidden = model.forward(scope, batch, null).hidden();
                NDArray logits =
                    model.logits(scope, hidden, rows.stream().mapToLong(r -> r).toArray());
                NDArray picks =
                    Torch.longs(
                        scope, targets.stream().mapToLong(t -> t).toArray(), targets.size(), 1);
                return logits.logSoftmax(-1).gather(picks, 1).mean().neg();
              });
      double expectedLoss =
          new ObjectMapper()
              .readTree(Fixtures.path("expected/llava-tiny/info.json").toFile())
              .path("train_frozen_vision")
              .path("loss")
              .asDouble();
      assertEquals(expectedLoss, loss.getFloat(), 1e-4);
      Autograd.backward(scope, loss);
      int compared = 0;
      for (String name : file.tensors().keySet()) {
        int at = name.indexOf("grad.");
        if (at >= 0) {
          NDArray parameter = model.parameters().all().get(name.substring(at + 5));
          NDArray gradient = Autograd.gradient(scope, parameter);
          assertRelative(name, file.readFloats(name), gradient.toFloatArray());
          compared++;
        }
      }
      assertEquals(9, compared);
      assertNull(model.parameters().all().get("vision_tower.vision_model.post_layernorm.weight"));
      assertNull(
          model
              .parameters()
              .all()
              .get("vision_tower.vision_model.encoder.layers.3.layer_norm1.weight"));
    }
  }

  private static void assertRelative(String what, float[] expected, float[] actual) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, actual, 1e-4f * largest, what);
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
