package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.Tensors;
import dev.period.core.cache.FeatureCache;
import dev.period.core.checkpoint.WeightsWriter;
import dev.period.core.clip.ClipTextEncoder;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.file.JsonFile;
import dev.period.core.model.convert.ModelConversion;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.WeightFormat;
import dev.period.core.text.Tokenizer;
import dev.period.core.text.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose pooling a prompt guides, as a folder: it has two tokenizers. */
class GuidedFolderTest {
  private static final Path TOKENIZER = Path.of("..", "models", "nano");
  private static final FrameSequence VIDEO =
      new FrameSequence(new byte[3 * 24 * 24 * 2], 24, 24, new double[2], 1);

  @TempDir Path folder;
  private PeriodConfig config;

  @BeforeEach
  void save() throws IOException {
    try (Tokenizer tokenizer = ModelFolder.tokenizer(TOKENIZER)) {
      config = config(tokenizer);
    }
    Path tokenizers = Files.createDirectories(folder.resolve("tokenizers"));
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(TOKENIZER.resolve(name), tokenizers.resolve(name));
    }
    writeClip(Files.createDirectories(tokenizers.resolve("clip_tokenizer")));
    Files.createDirectories(folder.resolve("model"));
    try (PeriodModel model =
        new PeriodModel(config, ParameterSource.fresh(3), Device.cpu(), Dtype.FP32)) {
      ModelFolder.save(folder.resolve("model"), config, model.parameters().all(), tokenizers);
    }
  }

  private static PeriodConfig config(Tokenizer tokenizer) {
    return Configs.parse(
        """
        {"text_config": {"vocab_size": %d, "hidden_size": 16, "intermediate_size": 24,
           "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 2,
           "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": true},
         "vision_config": {"image_size": 24, "patch_size": 12, "hidden_size": 8,
           "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
           "projection_dim": 4},
         "vision_feature_layer": -1, "image_token_index": %d, "visual_frames": 2,
         "pooling_mode": "paper_renorm", "pooling_window": [1, 2, 2],
         "clip_text_config": {"vocab_size": 6, "hidden_size": 8, "intermediate_size": 16,
           "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 8,
           "bos_token_id": 4, "eos_token_id": 5, "projection_dim": 4}}
        """
            .formatted(tokenizer.vocabularySize(), tokenizer.id("<image>")));
  }

  /** Knows the words "a", "b" and "ab". */
  private static void writeClip(Path at) throws IOException {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (String token : List.of("a", "a</w>", "b</w>", "ab</w>")) {
      vocabulary.put(token, vocabulary.size());
    }
    vocabulary.put("<|startoftext|>", 4);
    vocabulary.put("<|endoftext|>", 5);
    new ObjectMapper().writeValue(at.resolve("vocab.json").toFile(), vocabulary);
    Files.writeString(at.resolve("merges.txt"), "#version: 0.2\na b</w>\n");
  }

  @Test
  void theQuestionGuides() {
    Path saved = folder.resolve("model");
    assertEquals(config, ModelFolder.config(saved));
    try (Tokenizer tokenizer = ModelFolder.tokenizer(saved);
        Tokenizer clip = ModelFolder.clipTokenizer(saved, config);
        PeriodModel model = ModelFolder.model(saved, Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      PromptBuilder prompts =
          new PromptBuilder(config, tokenizer, ModelFolder.imageProcessor(saved, config), clip);
      Prompt asked = prompts.prompt(VIDEO, null, "ab a", null);
      assertArrayEquals(new int[] {3, 1}, asked.media().get(0).prompt());
      Prompt answered = prompts.prompt(VIDEO, null, "ab", "b");
      assertArrayEquals(new int[] {3, 2}, answered.media().get(0).prompt());
      Prompt text = prompts.dialogue(List.of(Turn.of("ab", null)), List.of());
      Batch batch = Batch.of(config, List.of(asked, answered, text));
      float[] hidden = model.forward(scope, batch, null).hidden().toFloatArray();
      assertEquals(3 * batch.width() * 16, hidden.length);
      Tensors.assertClose("finite", hidden, hidden, 0);
    }
  }

  /** A checkpoint of CLIP as it was trained, under a configuration that asks for longer texts. */
  @Test
  void positionsThatAreNotThereAreStretched() throws IOException {
    Path saved = folder.resolve("model");
    ObjectNode extended = extended();
    String trainedName = ClipTextEncoder.positionsName(VisualEmbedder.TEXT_TOWER);
    String addedName = ClipTextEncoder.extensionName(VisualEmbedder.TEXT_TOWER);
    Tuning tuning = new Tuning(Trainable.ALL, null);
    PeriodConfig longer = Configs.parse(extended.toString());
    try (PeriodModel asked = tuning.load(saved, longer, 5, Device.cpu(), Dtype.FP32)) {
      assertStretched(asked, trainedName, addedName);
    }
    JsonFile.write(saved.resolve("config.json"), extended);
    try (PeriodModel loaded = ModelFolder.model(saved, Device.cpu(), Dtype.FP32)) {
      assertStretched(loaded, trainedName, addedName);
      Files.createDirectories(folder.resolve("again"));
      ModelFolder.save(folder.resolve("again"), loaded, FolderSettings.of(saved, longer), saved);
    }
    // from now on they are the checkpoint's own
    try (PeriodModel again = ModelFolder.model(folder.resolve("again"), Device.cpu(), Dtype.FP32)) {
      assertStretched(again, trainedName, addedName);
    }
  }

  /** Also by those who do not train the model or answer with it. */
  @Test
  void positionsThatAreNotThereHinderNobody() throws IOException {
    Path saved = folder.resolve("model");
    JsonFile.write(saved.resolve("config.json"), extended());
    String trainedName = ClipTextEncoder.positionsName(VisualEmbedder.TEXT_TOWER);
    String addedName = ClipTextEncoder.extensionName(VisualEmbedder.TEXT_TOWER);
    FeatureCache cache = new FeatureCache(folder.resolve("cache"), 1 << 24);
    ClipVisionConfig tower = config.visionConfig();
    try (FrozenTower opened =
        FrozenTower.openAny(saved, tower, cache, Device.cpu(), Dtype.FP32, WeightFormat.TRAINING)) {
      Prompt prompt = prompt(saved);
      opened.keep(prompt.media().get(0), cache);
      assertEquals(1, cache.misses());
    }
    ModelConversion.Written copy =
        ModelConversion.importing(
            List.of(saved), folder.resolve("imported"), false, WeightsWriter.SHARD_BYTES);
    assertEquals(List.of(), copy.notes());
    try (PeriodModel loaded =
        ModelFolder.model(folder.resolve("imported"), Device.cpu(), Dtype.FP32)) {
      assertStretched(loaded, trainedName, addedName);
    }
  }

  private Prompt prompt(Path saved) {
    try (Tokenizer tokenizer = ModelFolder.tokenizer(saved);
        Tokenizer clip = ModelFolder.clipTokenizer(saved, config)) {
      return new PromptBuilder(config, tokenizer, ModelFolder.imageProcessor(saved, config), clip)
          .prompt(VIDEO, null, "ab a", null);
    }
  }

  private ObjectNode extended() throws IOException {
    Path file = folder.resolve("model").resolve("config.json");
    ObjectNode extended = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    extended
        .withObject("/clip_text_config/context_extension")
        .put("keep", 2)
        .put("factor", 3)
        .put("end", "clamp");
    return extended;
  }

  private static void assertStretched(PeriodModel model, String trainedName, String addedName) {
    float[] trained = model.parameters().all().get(trainedName).toFloatArray();
    float[] added = model.parameters().all().get(addedName).toFloatArray();
    assertEquals(3 * 6 * 8, added.length);
    for (int c = 0; c < 8; c++) {
      assertEquals(trained[2 * 8 + c], added[c]);
      double third = (2 * trained[2 * 8 + c] + trained[3 * 8 + c]) / 3;
      assertEquals(third, added[8 + c], 1e-6);
      assertEquals(trained[7 * 8 + c], added[17 * 8 + c]);
    }
  }

  @Test
  void withoutClipsTokenizer() throws IOException {
    Path clip = folder.resolve("model").resolve("clip_tokenizer");
    Files.delete(clip.resolve("vocab.json"));
    Files.delete(clip.resolve("merges.txt"));
    PeriodException missing =
        assertThrows(
            PeriodException.class,
            () -> ModelFolder.clipTokenizer(folder.resolve("model"), config));
    assertEquals(PeriodException.Kind.MODEL, missing.kind());
    assertTrue(missing.getMessage().contains("clip_tokenizer"), missing.getMessage());
    try (Tokenizer tokenizer = ModelFolder.tokenizer(TOKENIZER)) {
      ImageProcessor images =
          new ImageProcessor(24, ImageProcessor.CLIP_MEAN, ImageProcessor.CLIP_DEVIATION);
      for (Tokenizer other : new Tokenizer[] {null, tokenizer}) {
        PeriodException refused =
            assertThrows(
                PeriodException.class, () -> new PromptBuilder(config, tokenizer, images, other));
        assertTrue(refused.getMessage().contains("clip_tokenizer"), refused.getMessage());
      }
    }
  }

  @Test
  void otherModelsNeedNone() {
    assertNull(ModelFolder.clipTokenizer(folder, PeriodModelTest.tiny()));
  }
}
