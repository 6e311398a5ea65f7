package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.FrameSequence;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.periodicity.PeriodicityConfig;
import dev.period.core.periodicity.PeriodicityEncoder;
import dev.period.core.periodicity.SimilarityMaps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeriodModelTest {
  static PeriodConfig tiny() {
    return Configs.parse(
        """
        {"format_version": 1,
         "text_config": {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 64,
           "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
           "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": true},
         "vision_config": {"image_size": 48, "patch_size": 12, "hidden_size": 32,
           "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
           "layer_norm_eps": 1e-5},
         "vision_feature_layer": -1, "image_token_index": 3, "period_token_index": 4,
         "visual_frames": 2, "pooling_window": [1, 2, 2], "attention_mask": "frame_block_causal",
         "temporal_gamma": 1,
         "periodicity_config": {"enabled": true, "frames": 16, "lags": 8, "hidden_size": 32,
           "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4,
           "channels": 4}}
        """);
  }

  static Batch batch(PeriodConfig config, int size) {
    SplittableRandom random = new SplittableRandom(1);
    List<Prompt> prompts = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      Medium video = Media.video(config, 2, random);
      int[] ids = {1, 10, Media.MARKER, 20, 21, 22};
      prompts.add(Media.prompt(config, ids, video));
    }
    return Batch.of(config, prompts);
  }

  @Test
  void gradientsReachEveryParameterAndAStepLowersTheLoss() {
    PeriodConfig config = tiny();
    try (PeriodModel model =
            new PeriodModel(config, ParameterSource.fresh(7), Device.cpu(), Dtype.FP32);
        Adam optimizer = new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.999, 1e-8, 0))) {
      Batch batch = batch(config, 3);
      long[] rows = {batch.width() - 2, 2L * batch.width() - 2, 3L * batch.width() - 2};
      float first = 0;
      float last = 0;
      for (int step = 0; step < 5; step++) {
        try (NDManager scope = Torch.scope()) {
          NDArray loss =
              Autograd.record(
                  () -> {
                    PeriodModel.Output output = model.forward(scope, batch, null);
                    NDArray logits = model.logits(scope, output.hidden(), rows);
                    NDArray density = output.periodicity().density();
                    return logits.logSoftmax(-1).get(":, 5").neg().sum().add(density.sum());
                  });
          Autograd.backward(scope, loss);
          last = loss.getFloat();
          first = step == 0 ? last : first;
          assertTrue(Float.isFinite(optimizer.step(scope, 1e-2, 1)));
        }
      }
      assertTrue(last < first, "loss went from " + first + " to " + last);
      assertEquals(3 * model.parameters().all().size(), optimizer.state().size());
      optimizer
          .state()
          .forEach(
              (name, state) -> {
                if (name.endsWith(".step")) {
                  assertEquals(5, state.getFloat(), name);
                }
              });
    }
  }

  @Test
  void aVideoMayBeItsSelfSimilarityAlone() {
    PeriodConfig config = Media.config(Map.of("visual_tokens", false));
    FrameSequence frames = new FrameSequence(new byte[2 * 48 * 48 * 3], 48, 48, new double[2], 1);
    PromptBuilder builder = Media.builder(config, 48);
    Medium video = builder.medium(frames, new float[5 * 16 * 16]);
    assertNull(video.pixels());
    assertEquals(
        List.of(config.periodTokenIndex()),
        builder.placeholders(video).stream().map(Placeholder::id).toList());
    assertTrue(builder.placeholders(builder.medium(frames, null)).isEmpty());
    assertNotNull(builder.image(frames.select(new int[] {0})).pixels(), "images stay images");
  }

  /** What is not looked at may be anything, what is looked at may not. */
  @Test
  void featuresThatAreLeftOutDoNotMatter() {
    PeriodicityConfig all = tiny().periodicityConfig();
    PeriodicityConfig some =
        new PeriodicityConfig(
            true,
            all.frames(),
            all.lags(),
            all.hiddenSize(),
            all.intermediateSize(),
            all.numHiddenLayers(),
            all.numAttentionHeads(),
            all.channels(),
            List.of("grey", "abs_diff"));
    SplittableRandom random = new SplittableRandom(4);
    int map = all.frames() * all.frames();
    float[] gram = Media.video(tiny(), 1, random).gram();
    float[] other = gram.clone();
    for (int i = 0; i < other.length; i++) {
      int feature = i / map;
      other[i] += feature == 0 || feature == 2 ? 0 : (float) random.nextGaussian();
    }
    float[] hidden = encoded(some, gram);
    assertArrayEquals(hidden, encoded(some, other));
    assertFalse(Arrays.equals(encoded(all, gram), encoded(all, other)));
    assertFalse(Arrays.equals(hidden, encoded(all, gram)));
  }

  private static float[] encoded(PeriodicityConfig config, float[] gram) {
    int n = config.frames();
    float[] seen = SimilarityMaps.select(gram, config.features(), n);
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(1));
        NDManager scope = Torch.scope()) {
      return new PeriodicityEncoder(parameters, "periodicity", config, Dtype.FP32)
          .forward(scope, Torch.floats(scope, seen, 1, seen.length / n / n, n, n))
          .tokens()
          .toFloatArray();
    }
  }

  @Test
  void trainingStepsLeaveNothingBehind() {
    PeriodConfig config = tiny();
    try (PeriodModel model =
            new PeriodModel(config, ParameterSource.fresh(7), Device.cpu(), Dtype.BF16);
        Adam optimizer =
            new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.999, 1e-8, 0.1))) {
      Batch batch = batch(config, 2);
      NDManager parameters = model.parameters().all().values().iterator().next().getManager();
      NDManager state = optimizer.state().values().iterator().next().getManager();
      int parametersBefore = parameters.getManagedArrays().size();
      int stateBefore = state.getManagedArrays().size();
      for (int step = 0; step < 20; step++) {
        try (NDManager scope = Torch.scope()) {
          NDArray loss =
              Autograd.record(
                  () -> {
                    PeriodModel.Output output = model.forward(scope, batch, null);
                    NDArray logits = model.logits(scope, output.hidden(), new long[] {3});
                    NDArray density = output.periodicity().density();
                    NDArray sum = logits.logSoftmax(-1).get(":, 5").sum().add(density.sum());
                    sum.attach(scope);
                    return sum;
                  });
          Autograd.backward(scope, loss);
          optimizer.step(scope, 1e-3, 1);
        }
      }
      assertEquals(parametersBefore, parameters.getManagedArrays().size(), "parameters");
      assertEquals(stateBefore, state.getManagedArrays().size(), "optimizer");
    }
  }
}
