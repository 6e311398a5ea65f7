package dev.period.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code config.json} as others publish it, in Period's keys.
 *
 * <p>Names and defaults are those of Hugging Face transformers 4.44; keys that newer versions
 * renamed are read too. What Period cannot compute is refused, not ignored.
 */
public final class PublishedConfig {
  /** The placeholder of original LLaVA (its {@code IMAGE_TOKEN_INDEX}), no id of any vocabulary. */
  static final int ORIGINAL_PLACEHOLDER = -200;

  /** Where an export keeps the settings that only Period has. */
  public static final String SETTINGS = "period";

  /** What an export translates; everything else in our configuration is a setting of ours. */
  public static final Set<String> TRANSLATED =
      Set.of(
          "model_type",
          "architectures",
          "text_config",
          "vision_config",
          "vision_feature_layer",
          "vision_feature_select_strategy",
          "image_token_index");

  private final Path file;

  private PublishedConfig(Path file) {
    this.file = file;
  }

  /**
   * Translates a configuration.
   *
   * @param file where it comes from, for messages
   * @param tower gives the configuration of a separate vision tower's folder, null without one
   * @return with {@code model_type} {@code period}; what Period does not know is still in it
   * @throws PeriodException of kind MODEL when it asks for something that Period cannot do
   */
  static ObjectNode translate(
      Path file, Layout layout, ObjectNode config, Supplier<@Nullable JsonNode> tower) {
    PublishedConfig published = new PublishedConfig(file);
    return switch (layout) {
      case PERIOD -> config;
      case LLAVA -> published.llava(config);
      case LLAVA_ORIGINAL -> published.original(config, tower);
      case LLAMA -> published.llama(config, tower.get());
      case CLIP, CLIP_VISION ->
          throw published.broken(
              "is " + layout.title() + ", which has no decoder: it cannot write");
    };
  }

  private ObjectNode llava(ObjectNode config) {
    refuseUnless(config, "projector_hidden_act", "gelu");
    refuseUnless(config, "multimodal_projector_bias", "true");
    ObjectNode ours = start(config);
    ours.set("text_config", decoder(object(config, "text_config")));
    ObjectNode vision = object(config, "vision_config");
    refuseUnless(vision, "model_type", "clip_vision_model");
    ours.set("vision_config", vision.isEmpty() ? largeTower() : vision);
    ours.set("vision_feature_layer", featureLayer(config.path("vision_feature_layer")));
    copy(config, ours, "vision_feature_select_strategy");
    copy(config, ours, config.has("image_token_id") ? "image_token_id" : "image_token_index");
    copy(config, ours, "mm_vision_tower");
    return ours;
  }

  private ObjectNode original(ObjectNode config, Supplier<@Nullable JsonNode> tower) {
    refuseUnless(config, "mm_patch_merge_type", "flat");
    String projector = config.path("mm_projector_type").asText("linear");
    if (!projector.equals("mlp2x_gelu")) {
      throw broken("has mm_projector_type " + projector + "; Period reads mlp2x_gelu (LLaVA-1.5)");
    }
    ObjectNode ours = start(config);
    ours.set("text_config", decoder(config));
    // asked last: whoever has to fetch a tower should not learn afterwards that it was in vain
    JsonNode vision =
        config.hasNonNull("vision_config") ? config.get("vision_config") : tower.get();
    if (vision == null) {
      throw broken("says nothing about its vision tower");
    }
    ours.set("vision_config", vision);
    ours.put("vision_feature_layer", config.path("mm_vision_select_layer").asInt(-2));
    String feature = config.path("mm_vision_select_feature").asText("patch");
    ours.put("vision_feature_select_strategy", feature.equals("cls_patch") ? "full" : "default");
    ours.put("image_token_index", config.path("image_token_index").asInt(ORIGINAL_PLACEHOLDER));
    copy(config, ours, "mm_vision_tower");
    return ours;
  }

  private ObjectNode llama(ObjectNode config, @Nullable JsonNode tower) {
    ObjectNode ours = start(config);
    ours.set("text_config", decoder(config));
    if (tower != null) {
      ours.set("vision_config", tower);
      ours.put("image_token_index", ORIGINAL_PLACEHOLDER);
    }
    return ours;
  }

  /** An exported model brings its own settings back. */
  private ObjectNode start(ObjectNode config) {
    if (config.hasNonNull("quantization_config")) {
      throw broken("has quantised weights; Period reads F32, F16 and BF16");
    }
    ObjectNode ours = JsonNodeFactory.instance.objectNode().put("model_type", "period");
    for (Map.Entry<String, JsonNode> setting : config.path(SETTINGS).properties()) {
      if (!TRANSLATED.contains(setting.getKey())) {
        ours.set(setting.getKey(), setting.getValue());
      }
    }
    return ours;
  }

  private ObjectNode decoder(ObjectNode text) {
    if (text.path("model_type").asText("llama").startsWith("llava")) {
      text = text.deepCopy().put("model_type", "llama"); // the original's keys lie flat
    }
    refuseUnless(text, "model_type", "llama");
    refuseUnless(text, "hidden_act", "silu");
    return text;
  }

  /** What {@code LlavaConfig} assumes without a {@code vision_config}: CLIP ViT-L/14 at 336. */
  private static ObjectNode largeTower() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hidden_size", 1024)
        .put("intermediate_size", 4096)
        .put("num_hidden_layers", 24)
        .put("num_attention_heads", 16)
        .put("image_size", 336)
        .put("patch_size", 14)
        .put("projection_dim", 768);
  }

  private JsonNode featureLayer(JsonNode layer) {
    if (layer instanceof ArrayNode several) {
      if (several.size() != 1) {
        throw broken("joins the features of " + several.size() + " layers; Period takes one");
      }
      return several.get(0);
    }
    return layer.isMissingNode() ? JsonNodeFactory.instance.numberNode(-2) : layer;
  }

  private ObjectNode object(ObjectNode config, String key) {
    JsonNode node = config.path(key);
    if (node instanceof ObjectNode object) {
      return object;
    }
    if (node.isMissingNode() || node.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    throw broken("has " + key + " " + node.getNodeType() + " where an object belongs");
  }

  private static void copy(ObjectNode from, ObjectNode to, String key) {
    if (from.hasNonNull(key)) {
      to.set(key.equals("image_token_id") ? "image_token_index" : key, from.get(key));
    }
  }

  private void refuseUnless(ObjectNode config, String key, String only) {
    JsonNode value = config.path(key);
    if (!value.isMissingNode() && !value.isNull() && !value.asText().equals(only)) {
      throw broken("has " + key + " " + value.asText() + "; Period computes " + only + " only");
    }
  }

  private PeriodException broken(String what) {
    return new PeriodException(Kind.MODEL, file + " " + what);
  }
}
