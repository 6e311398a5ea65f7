package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  private static final PeriodConfig CONFIG = PeriodModelTest.tiny();
  private static final String NORM = "language_model.model.norm.weight";

  @TempDir Path folder;

  @BeforeEach
  void save() throws Exception {
    try (PeriodModel model =
        new PeriodModel(CONFIG, ParameterSource.fresh(3), Device.cpu(), Dtype.FP32)) {
      ModelFolder.save(
          folder, CONFIG, model.parameters().all(), Fixtures.path("tokenizers/own-spm-bpe600"));
    }
  }

  private void load() {
    ModelFolder.model(folder, Device.cpu(), Dtype.FP32).close();
  }

  @Test
  void whatIsLoadedIsWhatWasSaved() throws Exception {
    assertEquals(CONFIG, ModelFolder.config(folder));
    try (PeriodModel saved =
            new PeriodModel(CONFIG, ParameterSource.fresh(3), Device.cpu(), Dtype.FP32);
        PeriodModel loaded = ModelFolder.model(folder, Device.cpu(), Dtype.FP32);
        Tokenizer tokenizer = ModelFolder.tokenizer(folder);
        NDManager scope = Torch.scope()) {
      assertEquals(saved.parameters().all().keySet(), loaded.parameters().all().keySet());
      saved
          .parameters()
          .all()
          .forEach(
              (name, values) ->
                  Tensors.assertIdentical(name, values, loaded.parameters().all().get(name)));
      Batch batch = PeriodModelTest.batch(CONFIG, 1);
      Tensors.assertIdentical(
          "the stream",
          saved.forward(scope, batch, null).hidden(),
          loaded.forward(scope, batch, null).hidden());
      assertEquals(600, tokenizer.vocabularySize());
    }
    ImageProcessor processor = ModelFolder.imageProcessor(folder, CONFIG);
    assertEquals(48, processor.size());
    assertArrayEquals(ImageProcessor.CLIP_MEAN, processor.mean());
    assertArrayEquals(ImageProcessor.CLIP_DEVIATION, processor.deviation());
  }

  @Test
  void savingAgainGivesTheSameBytes(@TempDir Path second) throws Exception {
    try (PeriodModel loaded = ModelFolder.model(folder, Device.cpu(), Dtype.FP32)) {
      ModelFolder.save(second, CONFIG, loaded.parameters().all(), folder);
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Path name = file.getFileName();
        assertEquals(-1, Files.mismatch(file, second.resolve(name)), name.toString());
      }
    }
  }

  @Test
  void aMissingTensor() {
    weights(tensors -> tensors.remove(NORM));
    assertRefused(this::load, NORM, "lacks");
  }

  @Test
  void anExtraTensor() {
    weights(tensors -> tensors.put("spare.weight", TensorData.of(new float[] {1}, 1)));
    assertRefused(this::load, "spare.weight", "does not ask for");
  }

  @Test
  void aTensorOfTheWrongShape() {
    weights(tensors -> tensors.put(NORM, TensorData.of(new float[31], 31)));
    assertRefused(this::load, NORM, "[31]", "[32]");
  }

  @Test
  void aWeightThatIsNotANumber() {
    float[] values = new float[32];
    values[17] = Float.NaN;
    weights(tensors -> tensors.put(NORM, TensorData.of(values, 32)));
    assertRefused(this::load, NORM, "NaN");
  }

  private void weights(Consumer<Map<String, TensorData>> change) {
    try (PeriodModel model =
        new PeriodModel(CONFIG, ParameterSource.fresh(3), Device.cpu(), Dtype.FP32)) {
      Map<String, TensorData> tensors = ModelFolder.tensors(model.parameters().all());
      change.accept(tensors);
      SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"config.json", "model.safetensors"})
  void aMissingFile(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertRefused(this::load, folder.toString(), name);
  }

  @Test
  void otherMissingFiles() throws IOException {
    Files.delete(folder.resolve("tokenizer.json"));
    Files.delete(folder.resolve("tokenizer.model"));
    Files.delete(folder.resolve("preprocessor_config.json"));
    assertRefused(() -> ModelFolder.tokenizer(folder).close(), "tokenizer.json");
    assertRefused(() -> ModelFolder.imageProcessor(folder, CONFIG), "preprocessor_config.json");
    Path none = folder.resolve("none");
    assertRefused(() -> ModelFolder.config(none), none.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | config.json
          {"model_type": | not a valid configuration
          [] | not a valid configuration
          {} | model_type ''
          {"model_type":"gpt2"} | model_type 'gpt2'
          {"model_type":"period","format_version":2} | format_version 2
          {"model_type":"period","format_version":"x"} | format_version: Cannot
          {"model_type":"period","format_version":1} | text_config
          {"model_type":"period","format_version":1,"text_config":{"vocab_size":0}} | the decoder's vocab_size is 0
          """)
  void aConfigurationThatCannotBeUsed(String json, String part) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
    assertRefused(() -> ModelFolder.config(folder), "config.json", part);
    assertRefused(this::load, "config.json", part);
  }

  /** What the configuration does not mention the weights may not hold. */
  @ParameterizedTest
  @CsvSource({
    "text_config, text_config is missing",
    "vision_config, multi_modal_projector",
    "periodicity_config, periodicity"
  })
  void aConfigurationThatLacksAPart(String part, String message) throws IOException {
    Path file = folder.resolve("config.json");
    ObjectMapper json = new ObjectMapper();
    JsonNode config = json.readTree(file.toFile());
    ((ObjectNode) config).remove(part);
    json.writeValue(file.toFile(), config);
    assertRefused(this::load, "config.json", message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 1000})
  void weightsThatAreCutOff(int length) throws IOException {
    Path file = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, length));
    assertRefused(this::load, "model.safetensors");
  }

  private static void assertRefused(Executable action, String... parts) {
    PeriodException e = assertThrows(PeriodException.class, action);
    assertEquals(Kind.MODEL, e.kind());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " is not in: " + e.getMessage());
    }
  }
}
