package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training with tokenizers of published models, which know neither {@code <image>} nor {@code
 * <period>}: a small SentencePiece model in the place of LLaMA's.
 */
class PlaceholdersTest {
  private static final Path LLAMA =
      Recipes.HOME.resolve("period-core/src/test/resources/tokenizers/own-spm-bpe600");

  @TempDir Path folder;
  private Path tokenizer;

  @BeforeEach
  void sentencePieceAlone() throws IOException {
    tokenizer = Files.createDirectory(folder.resolve("tokenizer"));
    Files.copy(LLAMA.resolve("tokenizer.model"), tokenizer.resolve("tokenizer.model"));
  }

  private Recipes.Losses run(String stage, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of("max_steps=1", "tokenizer=" + tokenizer, "model.text_config.vocab_size=664"));
    all.addAll(List.of(settings));
    return Recipes.run(stage, folder.resolve("run"), false, all.toArray(String[]::new));
  }

  @Test
  void anImageBeyondTheVocabularyAndNoPeriod() {
    // as an imported LLaVA has it
    Recipes.Losses run =
        run(
            "macro",
            "model.image_token_index=640",
            "model.period_token_index=-1",
            "model.periodicity_config.enabled=false",
            "data.simulated_share=0.0",
            "data.idle_share=0.0");
    assertTrue(Double.isFinite(run.values.get(0)), run.values.toString());
  }

  @Test
  void framesAddedToTheUnknownToken() {
    // as in configs/7b/released.yaml
    Recipes.Losses run =
        run(
            "macro",
            "model.image_token_index=0",
            "model.visual_placement=add",
            "model.period_token_index=-1");
    assertTrue(Double.isFinite(run.values.get(0)), run.values.toString());
  }

  @Test
  void aWordIsNoPlaceholder() {
    PeriodException thrown =
        assertThrows(PeriodException.class, () -> run("text", "model.image_token_index=400"));
    assertEquals(PeriodException.Kind.USAGE, thrown.kind());
    assertTrue(thrown.getMessage().contains("image_token_index is 400"), thrown.getMessage());
  }

  @Test
  void aPlaceholderCannotStandForBoth() {
    PeriodException thrown =
        assertThrows(
            PeriodException.class,
            () -> run("text", "model.image_token_index=640", "model.period_token_index=640"));
    assertTrue(thrown.getMessage().contains("both 640"), thrown.getMessage());
  }

  @Test
  void moreWordsThanTheModelHas() {
    PeriodException thrown =
        assertThrows(PeriodException.class, () -> run("text", "model.text_config.vocab_size=500"));
    assertTrue(thrown.getMessage().contains("vocab_size is 500"), thrown.getMessage());
  }
}
