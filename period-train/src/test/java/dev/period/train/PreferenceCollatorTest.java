package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.period.core.FrameSequence;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.Sample;
import dev.period.train.config.ConfigLoader;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreferenceCollatorTest {
  @Test
  void theQuestionAloneGuidesWhatBothAnswersSee() {
    PeriodConfig config =
        ConfigLoader.load(
                Recipes.HOME.resolve("configs/nano/dpo.yaml"),
                List.of(
                    "model.pooling_mode=paper",
                    "model.clip_text_config={vocab_size: 4096, hidden_size: 48,"
                        + " intermediate_size: 96, num_hidden_layers: 1, num_attention_heads: 4,"
                        + " bos_token_id: 1, eos_token_id: 3, projection_dim: 48}",
                    "model.vision_config.projection_dim=48"),
                TrainConfig.class)
            .model();
    int size = config.visionConfig().imageSize();
    FrameSequence video =
        new FrameSequence(new byte[3 * size * size], size, size, new double[1], 1);
    Sample sample = new Sample("seen", "How many reps?", "3 reps.", -1, null, video, null, null);
    // nano's tokenizer stands in for CLIP's
    try (Tokenizer tokenizer = ModelFolder.tokenizer(NanoSetup.TOKENIZER)) {
      ImageProcessor images =
          new ImageProcessor(size, ImageProcessor.CLIP_MEAN, ImageProcessor.CLIP_DEVIATION);
      PromptBuilder prompts = new PromptBuilder(config, tokenizer, images, tokenizer);
      List<Prompt> both =
          new PreferenceCollator(config, prompts, 0)
              .collate(List.of(new Preference(sample, "There are 12 reps.", 0, 0)))
              .inputs()
              .prompts();
      int[] asked = tokenizer.encode("How many reps?");
      for (Prompt prompt : both) {
        assertArrayEquals(asked, prompt.media().get(0).prompt());
      }
      assertFalse(Arrays.equals(both.get(0).tokens().ids(), both.get(1).tokens().ids()));
    }
  }
}
