package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A whole model with prompt-guided pooling, the fixtures' small CLIP and the projector of their
 * LLaVA, against values computed elsewhere: pooling before the projector (the paper's order) and
 * after it (the released code's).
 */
class PpllavaModelParityTest {
  @ParameterizedTest
  @CsvSource({
    "k222.eq3, '2, 2, 2', paper",
    "k122.eq3, '1, 2, 2', paper",
    "k233.renorm, '2, 3, 3', paper_renorm",
    "k222.official_softmax0.01, '2, 2, 2', code",
    "k233.official_softmax0.01, '2, 3, 3', code"
  })
  void embeddingsOfAVideo(String name, String window, String mode) throws Exception {
    for (String order : List.of("before_projector", "after_projector")) {
      PeriodConfig config = config(window, mode, order);
      try (WeightsFolder clip = WeightsFolder.open(Fixtures.path("checkpoints/clip-tiny"));
          WeightsFolder llava = WeightsFolder.open(Fixtures.path("checkpoints/llava-tiny"));
          PeriodModel model =
              new PeriodModel(config, source(clip, llava), Device.cpu(), Dtype.FP32);
          SafetensorsFile file =
              SafetensorsFile.open(
                  Fixtures.path("expected/algorithms/ppllava_clip_tiny_e2e.safetensors"));
          NDManager scope = Torch.scope()) {
        float[] pixels = file.readFloats("in.pixel_values_4frames");
        // in.text_ids without the start and the end token
        int[] prompt = {103, 114, 156, 21, 25, 209, 67, 40, 236, 146, 142, 96, 215, 8};
        Medium video = new Medium(Medium.Kind.VIDEO, 4, pixels, null, prompt);
        Placeholder places = new Placeholder(config.imageTokenIndex(), config.frameTokens(4, true));
        TokenSequence tokens = TokenSequence.ofIds(new int[] {1, -1}, -1, List.of(List.of(places)));
        Batch batch = Batch.of(config, List.of(new Prompt(tokens, List.of(video))));
        NDArray visual = model.embed(scope, batch).embeddings().get(0).get("1:");
        String expected =
            order.equals("after_projector") ? ".pooled_projected" : ".paper_order_pool_then_mlp";
        Tensors.assertClose(
            name + expected, file.readFloats(name + expected), visual.toFloatArray(), 1e-4);
      }
    }
  }

  private static PeriodConfig config(String window, String mode, String order) {
    return Configs.parse(
        """
        {"text_config": {"vocab_size": 136, "hidden_size": 48, "intermediate_size": 128,
           "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 4,
           "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": false},
         "vision_config": {"image_size": 56, "patch_size": 14, "hidden_size": 64,
           "intermediate_size": 128, "num_hidden_layers": 4, "num_attention_heads": 4,
           "projection_dim": 32},
         "clip_text_config": {"vocab_size": 256, "hidden_size": 64, "intermediate_size": 128,
           "num_hidden_layers": 4, "num_attention_heads": 4, "bos_token_id": 254,
           "eos_token_id": 255, "projection_dim": 32},
         "image_token_index": 128, "visual_frames": 4, "pooling_window": [%s],
         "pooling_mode": "%s", "pooling_order": "%s", "pooling_post_layernorm": true}
        """
            .formatted(window, mode, order));
  }

  private static ParameterSource source(WeightsFolder clip, WeightsFolder llava) {
    return (name, init, shape) -> {
      if (name.startsWith("vision_tower.") || name.startsWith("text_tower.")) {
        return clip.readFloats(name.substring(name.indexOf('.') + 1));
      }
      return llava.readFloats(name);
    };
  }
}
