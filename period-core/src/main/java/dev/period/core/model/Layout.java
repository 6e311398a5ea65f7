package dev.period.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whose keys a {@code config.json} has, and whose names the tensors beside it. */
public enum Layout {
  /** Period's own, which has Hugging Face's names for everything that Hugging Face knows. */
  PERIOD("Period", List.of()),

  /** Hugging Face's {@code LlavaForConditionalGeneration}. */
  LLAVA(
      "LLaVA, Hugging Face's layout",
      List.of(
          // transformers 4.52 and newer move the parts below one more module
          new Rule("model.language_model.", "language_model.model."),
          new Rule("model.vision_tower.", "vision_tower."),
          new Rule("model.multi_modal_projector.", "multi_modal_projector."),
          new Rule("lm_head.", "language_model.lm_head."))),

  /** haotian-liu's {@code LlavaLlamaForCausalLM}. */
  LLAVA_ORIGINAL(
      "LLaVA, original layout",
      List.of(
          new Rule("model.mm_projector.0.", "multi_modal_projector.linear_1."),
          new Rule("model.mm_projector.2.", "multi_modal_projector.linear_2."),
          new Rule("model.vision_tower.vision_tower.", "vision_tower."),
          new Rule("model.", "language_model.model."),
          new Rule("lm_head.", "language_model.lm_head."))),

  /** Hugging Face's {@code LlamaForCausalLM}. */
  LLAMA(
      "LLaMA",
      List.of(
          new Rule("model.", "language_model.model."),
          new Rule("lm_head.", "language_model.lm_head."))),

  /** Hugging Face's {@code CLIPModel}. */
  CLIP(
      "CLIP",
      List.of(
          new Rule("vision_model.", "vision_tower.vision_model."),
          new Rule("visual_projection.", "vision_tower.visual_projection."),
          new Rule("text_model.", "text_tower.text_model."),
          new Rule("text_projection.", "text_tower.text_projection."),
          new Rule("logit_scale", "text_tower.logit_scale"))),

  /** Hugging Face's {@code CLIPVisionModel}. */
  CLIP_VISION(
      "CLIP vision tower",
      List.of(
          new Rule("vision_model.", "vision_tower.vision_model."),
          new Rule("visual_projection.", "vision_tower.visual_projection.")));

  /** Buffers of old checkpoints, computed today. */
  private static final Pattern BUFFER =
      Pattern.compile(
          "(.*\\.)?(embeddings\\.position_ids|rotary_emb\\.(inv_freq|cos_cached|sin_cached))");

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Rule> rules;

  private record Rule(String theirs, String ours) {}

  Layout(String title, List<Rule> rules) {
    this.title = title;
    this.rules = rules;
  }

  /**
   * The layout of a folder.
   *
   * @param file the {@code config.json}, for messages
   * @throws PeriodException of kind MODEL when Period knows no such architecture
   */
  public static Layout of(Path file, JsonNode config) {
    String type = config.path("model_type").asText();
    return switch (type) {
      case "period" -> PERIOD;
      // the original's first releases have the type that Hugging Face took later
      case "llava" ->
          config.has("mm_projector_type") || config.has("mm_hidden_size") ? LLAVA_ORIGINAL : LLAVA;
      case "llava_llama" -> LLAVA_ORIGINAL;
      case "llama" -> LLAMA;
      case "clip" -> CLIP;
      case "clip_vision_model" -> CLIP_VISION;
      default ->
          throw new PeriodException(
              Kind.MODEL,
              file
                  + " has model_type '"
                  + type
                  + "'; Period reads period, llava, llava_llama, llama, clip and"
                  + " clip_vision_model");
    };
  }

  /** What it is, for people. */
  public String title() {
    return title;
  }

  /** Whether there is a decoder, so that the model can write. */
  public boolean writes() {
    return this != CLIP && this != CLIP_VISION;
  }

  /** Period's name of a tensor; empty for a buffer that nobody needs. */
  public Optional<String> ours(String theirs) {
    if (BUFFER.matcher(theirs).matches()) {
      return Optional.empty();
    }
    for (Rule rule : rules) {
      if (theirs.startsWith(rule.theirs)) {
        return Optional.of(rule.ours + theirs.substring(rule.theirs.length()));
      }
    }
    return Optional.of(theirs);
  }

  /** The name that a tensor of ours has in this layout as it was published first. */
  public String theirs(String ours) {
    if (this == LLAVA) {
      return ours;
    }
    for (Rule rule : rules) {
      if (ours.startsWith(rule.ours)) {
        return rule.theirs + ours.substring(rule.ours.length());
      }
    }
    return ours;
  }
}
