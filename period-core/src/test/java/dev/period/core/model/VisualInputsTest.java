package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.WeightFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a model pools, projects and places, and whatever else is in the batch. */
class VisualInputsTest {
  private static final int MARKER = -5;
  private static final int SIDE = 24;

  private static final Map<String, String> VARIANTS =
      Map.of(
          "llava",
          "",
          "full",
          ", 'vision_feature_select_strategy': 'full'",
          "mean",
          ", 'pooling_window': [2, 2, 2], 'attention_mask': 'frame_block_causal'",
          "max",
          ", 'pooling_mode': 'max', 'pooling_window': [2, 2, 2]",
          "paper",
          guided("paper", "before_projector", "[2, 2, 2]"),
          "images",
          guided("paper", "before_projector", "[1, 2, 2]"),
          "renorm",
          guided("paper_renorm", "before_projector", "[3, 3, 3]"),
          "code",
          guided("code", "after_projector", "[2, 2, 2]"),
          "two windows",
          guided("paper", "after_projector", "[1, 4, 4, 4, 1, 1]"),
          "period_llm",
          ", 'vision_feature_select_strategy': 'image_embeds', 'vision_feature_layer': -1,"
              + " 'projector_type': 'grouped', 'projector_groups': 4,"
              + " 'visual_placement': 'add'");

  private static String guided(String mode, String order, String window) {
    return ", 'pooling_mode': '%s', 'pooling_order': '%s', 'pooling_window': %s,"
            .formatted(mode, order, window)
        + " 'pooling_post_layernorm': true, 'clip_text_config': {'vocab_size': 64,"
        + " 'hidden_size': 16, 'intermediate_size': 32, 'num_hidden_layers': 1,"
        + " 'num_attention_heads': 2, 'max_position_embeddings': 12, 'bos_token_id': 62,"
        + " 'eos_token_id': 63, 'projection_dim': 8}";
  }

  private static PeriodConfig config(String variant) {
    String json =
        """
        {'text_config': {'vocab_size': 64, 'hidden_size': 32, 'intermediate_size': 48,
           'num_hidden_layers': 2, 'num_attention_heads': 4, 'num_key_value_heads': 2,
           'rms_norm_eps': 1e-5, 'rope_theta': 10000, 'tie_word_embeddings': false},
         'vision_config': {'image_size': 24, 'patch_size': 6, 'hidden_size': 24,
           'intermediate_size': 32, 'num_hidden_layers': 2, 'num_attention_heads': 2,
           'projection_dim': 8},
         'image_token_index': 3, 'visual_frames': 4
        """
            + VARIANTS.get(variant)
            + "}";
    return Configs.parse(json.replace('\'', '"'));
  }

  private static PeriodModel model(PeriodConfig config) {
    return new PeriodModel(config, ParameterSource.fresh(9), Device.cpu(), Dtype.FP32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llava",
        "full",
        "mean",
        "max",
        "paper",
        "renorm",
        "code",
        "two windows",
        "period_llm"
      })
  void companyDoesNotChangeAPrompt(String variant) {
    PeriodConfig config = config(variant);
    SplittableRandom random = new SplittableRandom(2);
    List<Prompt> prompts =
        List.of(
            prompt(config, new int[] {1, 10, 11}),
            prompt(config, new int[] {1, MARKER, 10}, image(random)),
            prompt(
                config,
                new int[] {1, 12, MARKER, MARKER, 10, MARKER, 11},
                image(random),
                image(random),
                image(random)),
            prompt(config, new int[] {1, MARKER, 10, 11}, video(4, random)),
            prompt(
                config, new int[] {1, MARKER, 13, MARKER, 10}, video(5, random), video(4, random)),
            prompt(
                config,
                new int[] {1, MARKER, MARKER, 10, MARKER},
                image(random),
                video(1, random),
                image(random)));
    try (PeriodModel model = model(config);
        NDManager scope = Torch.scope()) {
      Batch all = Batch.of(config, prompts);
      long[] last = new long[prompts.size()];
      Arrays.setAll(last, i -> (long) i * all.width() + prompts.get(i).tokens().length() - 1);
      NDArray together = model.logits(scope, model.forward(scope, all, null).hidden(), last);
      for (int i = 0; i < prompts.size(); i++) {
        Batch one = Batch.of(config, List.of(prompts.get(i)));
        NDArray alone =
            model.logits(
                scope, model.forward(scope, one, null).hidden(), new long[] {one.width() - 1});
        Tensors.assertClose(variant + ", prompt " + i, alone.get(0), together.get(i), 1e-4);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llava", "full", "mean", "max", "paper", "renorm", "code", "period_llm"})
  void gradientsReachEveryParameter(String variant) {
    PeriodConfig config = config(variant);
    SplittableRandom random = new SplittableRandom(3);
    Batch batch =
        Batch.of(config, List.of(prompt(config, new int[] {1, MARKER, 10, 11}, video(4, random))));
    try (PeriodModel model = model(config);
        NDManager scope = Torch.scope()) {
      model.parameters().all().values().forEach(p -> Autograd.requireGradient(p, true));
      NDArray loss =
          Autograd.record(
              () -> {
                NDArray hidden = model.forward(scope, batch, null).hidden();
                return model
                    .logits(scope, hidden, new long[] {batch.width() - 1})
                    .logSoftmax(-1)
                    .get(":, 5")
                    .sum();
              });
      Autograd.backward(scope, loss);
      List<String> missed = new ArrayList<>();
      model
          .parameters()
          .all()
          .forEach(
              (name, parameter) -> {
                if (Autograd.gradient(scope, parameter) == null) {
                  missed.add(name);
                }
              });
      assertEquals(
          variant.equals("period_llm")
              ? List.of(
                  "multi_modal_projector.norm.running_mean",
                  "multi_modal_projector.norm.running_var")
              : List.of(),
          missed);
    }
  }

  /** A model that only answers, with weights in bf16. */
  @ParameterizedTest
  @ValueSource(strings = {"llava", "code", "period_llm"})
  void lowPrecision(String variant) {
    PeriodConfig config = config(variant);
    SplittableRandom random = new SplittableRandom(3);
    Batch batch =
        Batch.of(config, List.of(prompt(config, new int[] {1, MARKER, 10}, video(4, random))));
    WeightFormat half = new WeightFormat(Dtype.BF16, false);
    try (PeriodModel single = model(config);
        PeriodModel low =
            new PeriodModel(config, ParameterSource.fresh(9), Device.cpu(), Dtype.BF16, half);
        NDManager scope = Torch.scope()) {
      Tensors.assertClose(
          variant,
          single.embed(scope, batch).embeddings(),
          low.embed(scope, batch).embeddings(),
          0.03);
    }
  }

  /** Only what the configuration asks for is built. */
  @Test
  void partsFollowTheConfiguration() {
    try (PeriodModel llava = model(config("llava"));
        PeriodModel guided = model(config("code"));
        PeriodModel periodLlm = model(config("period_llm"))) {
      assertFalse(llava.parameters().all().keySet().stream().anyMatch(n -> n.startsWith("text_t")));
      assertFalse(llava.parameters().all().containsKey("vision_tower.visual_projection.weight"));
      for (String name :
          List.of(
              "text_tower.text_model.embeddings.token_embedding.weight",
              "text_tower.text_projection.weight",
              "text_tower.logit_scale",
              "vision_tower.visual_projection.weight",
              "vision_tower.vision_model.post_layernorm.weight")) {
        assertNotNull(guided.parameters().all().get(name), name);
      }
      assertNotNull(periodLlm.parameters().all().get("multi_modal_projector.conv.weight"));
    }
  }

  @Test
  void aDecoderAloneReads() {
    PeriodConfig config =
        Configs.parse(
            """
            {"text_config": {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 48,
               "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
               "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": true}}
            """);
    try (PeriodModel model = model(config);
        NDManager scope = Torch.scope()) {
      assertTrue(
          model.parameters().all().keySet().stream().allMatch(n -> n.startsWith("language_model")));
      Batch batch = Batch.of(config, List.of(prompt(config, new int[] {1, 10, 11})));
      assertArrayEquals(
          new long[] {1, 3, 32}, model.forward(scope, batch, null).hidden().getShape().getShape());
    }
  }

  /** Two prompts about one video must not look at it alike. */
  @Test
  void thePromptGuidesThePooling() {
    PeriodConfig config = config("code");
    float[] pixels = video(4, new SplittableRandom(4)).pixels();
    int[] ids = {1, MARKER, 10};
    Prompt one =
        prompt(config, ids, new Medium(Medium.Kind.VIDEO, 4, pixels, null, new int[] {5, 6}));
    Prompt other =
        prompt(config, ids, new Medium(Medium.Kind.VIDEO, 4, pixels, null, new int[] {7}));
    Prompt unguided = prompt(config, ids, new Medium(Medium.Kind.VIDEO, 4, pixels, null, null));
    try (PeriodModel model = model(config);
        NDManager scope = Torch.scope()) {
      Batch batch = Batch.of(config, List.of(one, other));
      NDArray embeddings = model.embed(scope, batch).embeddings();
      assertFalse(
          Arrays.equals(embeddings.get(0).toFloatArray(), embeddings.get(1).toFloatArray()));
      Batch none = Batch.of(config, List.of(unguided));
      assertThrows(IllegalArgumentException.class, () -> model.embed(scope, none));
    }
  }

  /** Images are pooled one by one, but share one softmax, wherever they stand (PPLLaVA). */
  @Test
  void imagesAreWeighedAgainstEachOther() {
    PeriodConfig config = config("images");
    SplittableRandom random = new SplittableRandom(4);
    Medium first = image(random);
    Medium second = image(random);
    float[] both = Arrays.copyOf(first.pixels(), 2 * first.pixels().length);
    System.arraycopy(second.pixels(), 0, both, first.pixels().length, first.pixels().length);
    Medium video = new Medium(Medium.Kind.VIDEO, 2, both, null, first.prompt());
    try (PeriodModel model = model(config);
        NDManager scope = Torch.scope()) {
      NDArray images = visual(scope, model, new int[] {MARKER, 10, MARKER}, first, second);
      NDArray frames = visual(scope, model, new int[] {MARKER, 10}, video);
      Tensors.assertClose("images and frames", frames, images, 1e-6);
    }
  }

  private static NDArray visual(NDManager scope, PeriodModel model, int[] ids, Medium... media) {
    Batch batch = Batch.of(model.config(), List.of(prompt(model.config(), ids, media)));
    NDArray rows = Torch.longs(scope, batch.visualPlaces(), batch.visualPlaces().length);
    return model.embed(scope, batch).embeddings().get(0).get(rows);
  }

  @Test
  void featuresAreAddedToThePlaceholdersEmbedding() {
    PeriodConfig config = config("period_llm");
    Prompt prompt = prompt(config, new int[] {1, MARKER, 10}, video(4, new SplittableRandom(4)));
    try (PeriodModel model = model(config);
        NDManager scope = Torch.scope()) {
      NDArray embeddings =
          model.embed(scope, Batch.of(config, List.of(prompt))).embeddings().get(0);
      NDArray table = model.parameters().all().get("language_model.model.embed_tokens.weight");
      Tensors.assertIdentical("text", table.get(10), embeddings.get(5));
      // ReLU and a fresh batch norm leave what is added positive
      float[] added = embeddings.get("1:5").sub(table.get(3)).toFloatArray();
      boolean any = false;
      for (float value : added) {
        assertTrue(value > -1e-6);
        any |= value > 1e-3;
      }
      assertTrue(any);
    }
  }

  private static Prompt prompt(PeriodConfig config, int[] ids, Medium... media) {
    List<List<Placeholder>> places = new ArrayList<>();
    for (Medium medium : media) {
      int[] tokens = config.frameTokens(medium.frames(), medium.kind() == Medium.Kind.VIDEO);
      places.add(List.of(new Placeholder(config.imageTokenIndex(), tokens)));
    }
    return new Prompt(TokenSequence.ofIds(ids, MARKER, places), List.of(media));
  }

  private static Medium image(SplittableRandom random) {
    return new Medium(
        Medium.Kind.IMAGE, 1, Tensors.normal(random, 3 * SIDE * SIDE, 1), null, new int[] {5, 6});
  }

  private static Medium video(int frames, SplittableRandom random) {
    return new Medium(
        Medium.Kind.VIDEO,
        frames,
        Tensors.normal(random, frames * 3 * SIDE * SIDE, 1),
        null,
        new int[] {7, 8, 9});
  }
}
