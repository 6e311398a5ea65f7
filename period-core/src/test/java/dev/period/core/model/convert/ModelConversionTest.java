package dev.period.core.model.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.model.Layout;
import dev.period.core.model.ModelSource;
import dev.period.core.model.PeriodConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConversionTest {
  private static final long LARGE = 1L << 40;

  @TempDir Path folder;

  private Path in(List<Path> sources, String name) {
    Path out = folder.resolve(name);
    ModelConversion.importing(sources, out, false, LARGE);
    return out;
  }

  private Path out(Path model, ModelConversion.Target target, String name) {
    Path out = folder.resolve(name);
    ModelConversion.exporting(model, target, false, out, false, LARGE);
    return out;
  }

  private static Path fixture(String name) throws Exception {
    return Fixtures.path("checkpoints/" + name);
  }

  /** Every layout goes in, out and in again, and is the same to the bit. */
  @ParameterizedTest
  @CsvSource({
    "llava-tiny,HF",
    "llava-tiny,LLAVA",
    "llava-tiny-original-layout,HF",
    "llava-tiny-original-layout,LLAVA",
    "llama-gqa,HF",
    "llama-mha-sharded,HF",
    "llama-mha-bf16,HF",
    "clip-tiny,HF"
  })
  void inOutAndInAgainIsTheIdentity(String name, ModelConversion.Target target) throws Exception {
    Path first = in(List.of(fixture(name)), "first");
    Path exported = out(first, target, "exported");
    assertSameFiles(first, in(List.of(exported), "second"));
    assertSameFiles(exported, out(folder.resolve("second"), target, "exported again"));
  }

  /** What comes out is what went in, under the names that the layout has. */
  @Test
  void tensorsAreThoseOfTheSource() throws Exception {
    Path llava = fixture("llava-tiny");
    Path exported = out(in(List.of(llava), "period"), ModelConversion.Target.HF, "hf");
    assertSameTensors(llava, exported);
    Path original = fixture("llava-tiny-original-layout");
    Path again = out(in(List.of(original), "other"), ModelConversion.Target.LLAVA, "llava");
    try (WeightsFolder expected = WeightsFolder.open(original);
        WeightsFolder actual = WeightsFolder.open(again)) {
      assertTrue(actual.names().containsAll(expected.names()));
      for (String name : expected.names()) {
        assertEquals(expected.read(name), actual.read(name), name);
      }
    }
    // the same model from both sides, but for the placeholder
    assertSameTensors(folder.resolve("period"), folder.resolve("other"));
  }

  @Test
  void exportedConfigurationsHaveTheKeysOfTheirLayout() throws Exception {
    Path period = in(List.of(fixture("llava-tiny")), "period");
    JsonNode hf = json(out(period, ModelConversion.Target.HF, "hf").resolve("config.json"));
    JsonNode published = json(fixture("llava-tiny").resolve("config.json"));
    assertEquals("llava", hf.path("model_type").asText());
    assertEquals(published.path("architectures"), hf.path("architectures"));
    assertEquals(published.path("image_token_index"), hf.path("image_token_index"));
    assertEquals("float32", hf.path("torch_dtype").asText());
    for (String part : List.of("text_config", "vision_config")) {
      for (Map.Entry<String, JsonNode> entry : published.path(part).properties()) {
        assertEquals(
            entry.getValue().asText(), hf.path(part).path(entry.getKey()).asText(), entry.getKey());
      }
    }
    assertFalse(hf.has("period"), "nothing of Period's is needed: " + hf.path("period"));

    JsonNode original =
        json(out(period, ModelConversion.Target.LLAVA, "llava").resolve("config.json"));
    for (Map.Entry<String, JsonNode> entry :
        json(fixture("llava-tiny-original-layout").resolve("config.json")).properties()) {
      // the first two are in the source's text_config or not at all; the others tell nothing
      if (!List.of(
              "bos_token_id", "eos_token_id", "mm_vision_tower", "image_aspect_ratio", "use_cache")
          .contains(entry.getKey())) {
        assertEquals(
            entry.getValue().asText(), original.path(entry.getKey()).asText(), entry.getKey());
      }
    }

    JsonNode llama =
        json(
            out(in(List.of(fixture("llama-gqa")), "gqa"), ModelConversion.Target.HF, "gqa hf")
                .resolve("config.json"));
    JsonNode expected = json(fixture("llama-gqa").resolve("config.json"));
    for (String key :
        List.of(
            "model_type",
            "rope_theta",
            "num_key_value_heads",
            "tie_word_embeddings",
            "rms_norm_eps",
            "max_position_embeddings",
            "bos_token_id",
            "eos_token_id",
            "hidden_act",
            "vocab_size")) {
      assertEquals(expected.path(key).asText(), llama.path(key).asText(), key);
    }
    for (Map.Entry<String, JsonNode> entry : expected.path("rope_scaling").properties()) {
      assertEquals(
          entry.getValue().asText(),
          llama.path("rope_scaling").path(entry.getKey()).asText(),
          entry.getKey());
    }
  }

  @Test
  void aClipAndALlamaBecomeOneModel() throws Exception {
    Path clip = fixture("clip-tiny");
    Path llama = fixture("llama-mha-bf16");
    Path first = in(List.of(clip, llama), "first");
    assertSameFiles(first, in(List.of(llama, clip), "second"));
    PeriodConfig config = ModelSource.of(first).config();
    assertEquals(Layout.PERIOD, ModelSource.of(first).layout());
    assertEquals(16, config.tokensPerFrame());
    try (WeightsFolder weights = WeightsFolder.open(first)) {
      assertArrayEquals(
          new long[] {64, 64}, weights.info("multi_modal_projector.linear_1.weight").shape());
      assertEquals("BF16", weights.info("multi_modal_projector.linear_1.weight").dtype().name());
      assertEquals(
          "F32",
          weights.info("vision_tower.vision_model.embeddings.class_embedding").dtype().name());
    }
    Path exported = out(first, ModelConversion.Target.HF, "hf");
    assertSameFiles(first, in(List.of(exported), "third"));
  }

  @Test
  void shards() throws Exception {
    Path whole = in(List.of(fixture("llava-tiny")), "whole");
    Path split = folder.resolve("split");
    ModelConversion.Written written =
        ModelConversion.importing(List.of(fixture("llava-tiny")), split, false, 300_000);
    assertTrue(written.files() > 3, written.toString());
    assertTrue(
        Files.exists(split.resolve("model-00001-of-0000" + written.files() + ".safetensors")));
    assertFalse(Files.exists(split.resolve("model.safetensors")));
    assertSameTensors(whole, split);
    ModelConversion.importing(List.of(split), folder.resolve("joined"), false, LARGE);
    assertSameFiles(whole, folder.resolve("joined"));
  }

  @Test
  void companionsComeAlong() throws Exception {
    Path model = copy(fixture("llava-tiny"), "model");
    Files.writeString(model.resolve("tokenizer.json"), "{}");
    Files.writeString(model.resolve("preprocessor_config.json"), "{\"size\":56}");
    Files.writeString(model.resolve("pytorch_model.bin"), "not this");
    Path period = in(List.of(model), "period");
    for (String name :
        List.of("tokenizer.json", "preprocessor_config.json", "generation_config.json")) {
      assertEquals(-1, Files.mismatch(model.resolve(name), period.resolve(name)), name);
    }
    assertFalse(Files.exists(period.resolve("pytorch_model.bin")));
  }

  @Test
  void nothingIsOverwrittenUntold() throws Exception {
    Path llava = fixture("llava-tiny");
    Path out = in(List.of(llava), "out");
    assertUsage(() -> in(List.of(llava), "out"), "--force");
    Files.writeString(out.resolve("stale.txt"), "old");
    ModelConversion.importing(List.of(llava), out, true, LARGE);
    assertFalse(Files.exists(out.resolve("stale.txt")));

    Path notes = Files.createDirectory(folder.resolve("notes"));
    Files.writeString(notes.resolve("diary.txt"), "mine");
    assertUsage(
        () -> ModelConversion.importing(List.of(llava), notes, true, LARGE), "no model folder");
    assertTrue(Files.exists(notes.resolve("diary.txt")));

    Files.createDirectory(folder.resolve("empty"));
    in(List.of(llava), "empty");
    assertUsage(
        () -> ModelConversion.exporting(out, ModelConversion.Target.HF, false, out, true, LARGE),
        "another folder");
    assertUsage(
        () -> ModelConversion.exporting(out, ModelConversion.Target.HF, false, folder, true, LARGE),
        "another folder");
    assertNothingLeft();
  }

  @Test
  void brokenSourcesLeaveNothingBehind() throws Exception {
    Path model = copy(fixture("llava-tiny"), "model");
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (WeightsFolder weights = WeightsFolder.open(model)) {
      for (String name : weights.names()) {
        tensors.put(
            name,
            new TensorData(
                weights.info(name).dtype(), weights.info(name).shape(), weights.read(name)));
      }
      String norm = "language_model.model.norm.weight";
      float[] values = new float[48];
      values[40] = Float.NaN;
      assertBroken(model, with(tensors, norm, TensorData.of(values, 48)), norm, "NaN");
      assertBroken(
          model, with(tensors, norm, TensorData.of(new float[47], 47)), norm, "[47]", "[48]");
      assertBroken(model, with(tensors, norm, null), norm, "lacks", "[48]");
      assertBroken(
          model, with(tensors, "spare", TensorData.of(values, 48)), "spare", "does not ask for");
    }
  }

  /** A CLIP alone, which is no model that answers, is told from one that is broken. */
  @Test
  void aClipThatLacksATensor() throws Exception {
    Path clip = copy(fixture("clip-tiny"), "clip");
    String positions = "text_model.embeddings.position_embedding.weight";
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (WeightsFolder weights = WeightsFolder.open(clip)) {
      for (String name : weights.names()) {
        if (!name.equals(positions)) {
          tensors.put(
              name,
              new TensorData(
                  weights.info(name).dtype(), weights.info(name).shape(), weights.read(name)));
        }
      }
    }
    assertBroken(clip, tensors, "lacks the tensor " + positions);
  }

  /** In each place of a word of eight bytes; the largest finite value is none. */
  @ParameterizedTest
  @CsvSource({
    "llama-mha-bf16,7f80,2", "llama-mha-bf16,ff81,2", "llama-mha-bf16,7f7f,2",
    "llama-mha-fp16,7c00,2", "llama-mha-fp16,fe00,2", "llama-mha-fp16,7bff,2",
    "llama-gqa,7f800000,4", "llama-gqa,ffc00000,4", "llama-gqa,7f7fffff,4"
  })
  void valuesThatAreNoNumbers(String name, String bits, int bytes) throws Exception {
    boolean finite = bits.endsWith("7f") || bits.endsWith("ff");
    String norm = "model.norm.weight";
    for (int place = 0; place < 8 / bytes; place++) {
      Path model = copy(fixture(name), "model" + place);
      Path file = model.resolve("model.safetensors");
      long offset;
      try (SafetensorsFile weights = SafetensorsFile.open(file)) {
        offset = weights.info(norm).offset();
      }
      byte[] content = Files.readAllBytes(file);
      long value = Long.parseLong(bits, 16);
      for (int i = 0; i < bytes; i++) {
        content[(int) offset + bytes * place + i] = (byte) (value >> (8 * i));
      }
      Files.write(file, content);
      if (finite) {
        in(List.of(model), "out" + place);
      } else {
        PeriodException e = assertThrows(PeriodException.class, () -> in(List.of(model), "out"));
        assertTrue(e.getMessage().contains(norm), e.getMessage());
      }
    }
  }

  private void assertBroken(Path model, Map<String, TensorData> tensors, String... parts)
      throws IOException {
    SafetensorsWriter.write(model.resolve("model.safetensors"), tensors, Map.of());
    PeriodException e = assertThrows(PeriodException.class, () -> in(List.of(model), "out"));
    assertEquals(Kind.MODEL, e.kind());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), () -> part + " is not in: " + e.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("out")));
    assertNothingLeft();
  }

  private static Map<String, TensorData> with(
      Map<String, TensorData> tensors, String name, TensorData replacement) {
    Map<String, TensorData> changed = new LinkedHashMap<>(tensors);
    changed.remove(name);
    if (replacement != null) {
      changed.put(name, replacement);
    }
    return changed;
  }

  @Test
  void whatDoesNotGoTogether() throws Exception {
    Path llava = fixture("llava-tiny");
    Path clip = fixture("clip-tiny");
    Path llama = fixture("llama-gqa");
    assertUsage(() -> in(List.of(), "out"), "one folder");
    assertUsage(() -> in(List.of(llava, clip, llama), "out"), "one folder");
    assertUsage(() -> in(List.of(llava, clip), "out"), "no other vision tower");
    assertUsage(() -> in(List.of(llama, llava), "out"), "CLIP folder");
    Path period = in(List.of(llama), "period");
    assertUsage(() -> out(period, ModelConversion.Target.LLAVA, "out"), "no vision tower");
    assertUsage(() -> out(clip, ModelConversion.Target.LLAVA, "out"), "--layout hf");
    assertUsage(() -> ModelConversion.Target.parse("gguf"), "hf, llava or peft");
    assertFalse(Files.exists(folder.resolve("out")));
    assertNothingLeft();
  }

  private void assertNothingLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".tmp")));
    }
  }

  private static void assertUsage(Executable action, String part) {
    PeriodException e = assertThrows(PeriodException.class, action);
    assertEquals(Kind.USAGE, e.kind(), e.getMessage());
    assertTrue(e.getMessage().contains(part), () -> part + " is not in: " + e.getMessage());
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static void assertSameTensors(Path expected, Path actual) {
    try (WeightsFolder a = WeightsFolder.open(expected);
        WeightsFolder b = WeightsFolder.open(actual)) {
      assertEquals(a.names(), b.names());
      for (String name : a.names()) {
        assertEquals(a.info(name).dtype(), b.info(name).dtype(), name);
        assertEquals(a.read(name), b.read(name), name);
      }
    }
  }

  private static void assertSameFiles(Path expected, Path actual) throws IOException {
    assertEquals(names(expected), names(actual));
    for (String name : names(expected)) {
      assertEquals(-1, Files.mismatch(expected.resolve(name), actual.resolve(name)), name);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
