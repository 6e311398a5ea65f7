package dev.period.core.model.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.file.JsonFile;
import dev.period.core.model.ModelSource;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PublishedConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The {@code config.json} of a converted model, in Period's form and in those of others. */
final class Configs {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** What Period does not need to run a decoder, but others do. */
  private static final List<String> DECODER_EXTRAS =
      List.of("max_position_embeddings", "bos_token_id", "eos_token_id", "pad_token_id");

  private static final String TOWER_NAME = "mm_vision_tower";

  private Configs() {}

  /** Period's form: every key of ours, and those of others that an export will need. */
  static ObjectNode period(ModelSource source) {
    ObjectNode translated = source.translated();
    ObjectNode ours = tree(source.config());
    ClipVisionConfig tower = source.config().visionConfig();
    if (tower != null && !translated.path(TOWER_NAME).asText().equals(hubName(tower))) {
      keep(translated, ours, List.of(TOWER_NAME));
    }
    keep(translated.path("text_config"), (ObjectNode) ours.get("text_config"), DECODER_EXTRAS);
    return ours;
  }

  /** Hugging Face's form: LLaVA, or LLaMA for a model without a tower. */
  static ObjectNode huggingFace(ModelSource source, String dtype) {
    ObjectNode ours = period(source);
    ObjectNode text = (ObjectNode) ours.get("text_config");
    text.put("model_type", "llama").put("hidden_act", "silu").put("torch_dtype", dtype);
    text.putArray("architectures").add("LlamaForCausalLM");
    ObjectNode settings = settings(ours);
    if (source.config().visionConfig() == null) {
      setUnlessEmpty(text, settings);
      return text;
    }
    ObjectNode theirs = JSON.createObjectNode();
    theirs.putArray("architectures").add("LlavaForConditionalGeneration");
    theirs.put("model_type", "llava").put("projector_hidden_act", "gelu").put("ignore_index", -100);
    theirs.set("image_token_index", ours.get("image_token_index"));
    theirs.set("vision_feature_layer", ours.get("vision_feature_layer"));
    theirs.set("vision_feature_select_strategy", ours.get("vision_feature_select_strategy"));
    theirs.set("tie_word_embeddings", text.get("tie_word_embeddings"));
    theirs.put("torch_dtype", dtype);
    theirs.set("text_config", text);
    theirs.set("vision_config", vision(ours));
    keep(ours, theirs, List.of(TOWER_NAME));
    setUnlessEmpty(theirs, settings);
    return theirs;
  }

  /** haotian-liu's form; the tower lies in the same files, and its configuration here. */
  static ObjectNode original(ModelSource source, String dtype) {
    PeriodConfig config = source.config();
    ClipVisionConfig tower = config.visionConfig();
    if (tower == null) {
      throw new PeriodException(
          Kind.USAGE, source.folder() + " has no vision tower, so it is no LLaVA; use --layout hf");
    }
    ObjectNode ours = period(source);
    ObjectNode theirs = (ObjectNode) ours.get("text_config");
    theirs.put("model_type", "llava_llama").put("hidden_act", "silu").put("torch_dtype", dtype);
    theirs.putArray("architectures").add("LlavaLlamaForCausalLM");
    theirs.put("mm_projector_type", "mlp2x_gelu").put("mm_hidden_size", tower.hiddenSize());
    theirs.put("mm_vision_select_layer", config.visionFeatureLayer());
    theirs.put(
        "mm_vision_select_feature",
        config.visionFeatureSelectStrategy().equals("full") ? "cls_patch" : "patch");
    theirs.put(TOWER_NAME, ours.path(TOWER_NAME).asText(hubName(tower)));
    // LLaVA then loads the tower from these files and not from the hub
    theirs.put("unfreeze_mm_vision_tower", true);
    theirs.put("mm_use_im_start_end", false).put("mm_use_im_patch_token", false);
    theirs.set("image_token_index", ours.get("image_token_index"));
    theirs.set("vision_config", vision(ours));
    setUnlessEmpty(theirs, settings(ours));
    return theirs;
  }

  private static JsonNode vision(ObjectNode ours) {
    return ((ObjectNode) ours.get("vision_config")).put("model_type", "clip_vision_model");
  }

  /** Settings that only Period knows, where they are not what an import assumes anyway. */
  private static ObjectNode settings(ObjectNode ours) {
    ObjectNode plain = ours.deepCopy().retain(PublishedConfig.TRANSLATED);
    ObjectNode assumed = tree(assumed(plain));
    ObjectNode settings = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : ours.properties()) {
      String key = entry.getKey();
      if (!PublishedConfig.TRANSLATED.contains(key)
          && !key.equals(TOWER_NAME)
          && !entry.getValue().equals(assumed.get(key))) {
        settings.set(key, entry.getValue());
      }
    }
    return settings;
  }

  private static PeriodConfig assumed(ObjectNode plain) {
    try {
      return JSON.treeToValue(plain, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read cannot be read again", e);
    }
  }

  private static void setUnlessEmpty(ObjectNode config, ObjectNode settings) {
    if (!settings.isEmpty()) {
      config.set(PublishedConfig.SETTINGS, settings);
    }
  }

  /** The hub name of a published tower, by its shape. */
  private static String hubName(ClipVisionConfig tower) {
    String size = tower.hiddenSize() == 1024 ? "large" : "base";
    String side = tower.imageSize() == 336 ? "-336" : "";
    return "openai/clip-vit-" + size + "-patch" + tower.patchSize() + side;
  }

  private static ObjectNode tree(PeriodConfig config) {
    return JSON.valueToTree(config);
  }

  private static void keep(JsonNode from, ObjectNode to, List<String> keys) {
    for (String key : keys) {
      if (from.hasNonNull(key)) {
        to.set(key, from.get(key));
      }
    }
  }

  /** Writes a configuration. */
  static void write(Path file, ObjectNode config) {
    try {
      JsonFile.write(file, config);
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, "cannot write " + file + " (" + e + ")", e);
    }
  }
}
