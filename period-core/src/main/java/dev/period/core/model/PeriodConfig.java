package dev.period.core.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.TemporalPositions;
import dev.period.core.periodicity.PeriodicityConfig;
import dev.period.core.pooling.PoolingMode;
import dev.period.core.pooling.PoolingWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code config.json} says about a model: Hugging Face's LLaVA keys, and ours. Only
 * {@code text_config} has to be there; what is absent takes the value that its annotation names,
 * which together are LLaVA-1.5 without a tower.
 *
 * @param modelType {@code period}
 * @param architectures Hugging Face's class names
 * @param formatVersion of this file and of the parameter names
 * @param textConfig the decoder
 * @param visionConfig the vision tower; null for a model that only reads
 * @param visionFeatureLayer which hidden state of the tower is used: 0 the embeddings, -1 the last
 *     layer's
 * @param visionFeatureSelectStrategy which tokens of it: {@code default} the patches, {@code full}
 *     the class token too, {@code image_embeds} one token, CLIP's projected class embedding
 *     (Period-LLM's released code)
 * @param clipTextConfig CLIP's text encoder, which prompt-guided pooling needs; null without
 * @param imageTokenIndex id that stands for one visual token; -1 without a tower
 * @param periodTokenIndex id that stands for one periodicity token
 * @param promptTemplate name of the prompt template
 * @param visualTokens whether frames of a video become visual tokens; images do in any case.
 *     Without, a video is what the periodicity encoder makes of it
 * @param visualFrames frames of a video that become visual tokens; with {@code fixed_rate} at most
 *     so many, with {@code period_llm} the rule says how many
 * @param frameSampling which ones, one of {@link FrameRule}, lower case
 * @param framesPerSecond of {@code fixed_rate}
 * @param poolingWindow extent of pooling in time, height and width; several windows one after the
 *     other, {@code [1, 6, 6, 8, 2, 2]}, give their tokens one after the other
 * @param poolingStride how far each window moves; by itself, when absent
 * @param poolingMode one of {@link PoolingMode}, lower case
 * @param poolingOrder {@code before_projector} (PPLLaVA's paper) or {@code after_projector} (its
 *     code)
 * @param poolingPostLayernorm whether alignment scores are taken behind the tower's last LayerNorm
 *     (PPLLaVA's code) or before (its paper)
 * @param poolingTemperature of the second softmax of {@link PoolingMode#CODE}
 * @param projectorType {@code mlp2x_gelu} (LLaVA-1.5) or {@code grouped} (Period-LLM's released
 *     code)
 * @param projectorGroups groups of {@code grouped}
 * @param visualPlacement whether visual features {@code replace} the placeholder's embedding or
 *     {@code add} to it (Period-LLM's released code)
 * @param attentionMask one of {@link AttentionMask}, lower case
 * @param temporalReading one of {@link TemporalPositions.Reading}, lower case
 * @param temporalGamma weight of the temporal part of dual RoPE
 * @param maxCount largest count that number-aware decoding considers, at most 99
 * @param periodicityConfig the periodicity encoder; {@link PeriodicityConfig#NONE} without
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PeriodConfig(
    @JsonProperty(defaultValue = "period") String modelType,
    @JsonProperty(defaultValue = "[PeriodForConditionalGeneration]") List<String> architectures,
    @JsonProperty(defaultValue = "1") Integer formatVersion,
    LlamaConfig textConfig,
    @JsonProperty(defaultValue = "none") @Nullable ClipVisionConfig visionConfig,
    @JsonProperty(defaultValue = "-2") Integer visionFeatureLayer,
    @JsonProperty(defaultValue = "default") String visionFeatureSelectStrategy,
    @JsonProperty(defaultValue = "none") @Nullable ClipTextConfig clipTextConfig,
    @JsonProperty(defaultValue = "32000") Integer imageTokenIndex,
    @JsonProperty(defaultValue = "-1") Integer periodTokenIndex,
    @JsonProperty(defaultValue = "vicuna_v1") String promptTemplate,
    @JsonProperty(defaultValue = "true") Boolean visualTokens,
    @JsonProperty(defaultValue = "4") Integer visualFrames,
    @JsonProperty(defaultValue = "middles") String frameSampling,
    @JsonProperty(defaultValue = "5") Double framesPerSecond,
    @JsonProperty(defaultValue = "[1, 1, 1]") List<Integer> poolingWindow,
    @JsonProperty(defaultValue = "pooling_window") List<Integer> poolingStride,
    @JsonProperty(defaultValue = "mean") String poolingMode,
    @JsonProperty(defaultValue = "before_projector") String poolingOrder,
    @JsonProperty(defaultValue = "false") Boolean poolingPostLayernorm,
    @JsonProperty(defaultValue = "0.01") Double poolingTemperature,
    @JsonProperty(defaultValue = "mlp2x_gelu") String projectorType,
    @JsonProperty(defaultValue = "64") Integer projectorGroups,
    @JsonProperty(defaultValue = "replace") String visualPlacement,
    @JsonProperty(defaultValue = "causal") String attentionMask,
    @JsonProperty(defaultValue = "temporal") String temporalReading,
    @JsonProperty(defaultValue = "0") Double temporalGamma,
    @JsonProperty(defaultValue = "99") Integer maxCount,
    @JsonProperty(defaultValue = "none") PeriodicityConfig periodicityConfig) {

  /** The format that this version writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = 1;

  /**
   * Fills in what is absent and checks the rest.
   *
   * @throws PeriodException of kind MODEL that names the key
   */
  public PeriodConfig {
    modelType = orElse(modelType, "period");
    architectures = orElse(architectures, List.of("PeriodForConditionalGeneration"));
    formatVersion = orElse(formatVersion, FORMAT_VERSION);
    visionFeatureLayer = orElse(visionFeatureLayer, -2);
    visionFeatureSelectStrategy = orElse(visionFeatureSelectStrategy, "default");
    imageTokenIndex = orElse(imageTokenIndex, visionConfig == null ? -1 : 32000);
    periodTokenIndex = orElse(periodTokenIndex, -1);
    promptTemplate = orElse(promptTemplate, "vicuna_v1");
    visualTokens = orElse(visualTokens, true);
    visualFrames = orElse(visualFrames, 4);
    frameSampling = orElse(frameSampling, "middles");
    framesPerSecond = orElse(framesPerSecond, 5.0);
    poolingWindow = orElse(poolingWindow, List.of(1, 1, 1));
    poolingStride = orElse(poolingStride, poolingWindow);
    poolingMode = orElse(poolingMode, "mean");
    poolingOrder = orElse(poolingOrder, "before_projector");
    poolingPostLayernorm = orElse(poolingPostLayernorm, false);
    poolingTemperature = orElse(poolingTemperature, 0.01);
    projectorType = orElse(projectorType, "mlp2x_gelu");
    projectorGroups = orElse(projectorGroups, 64);
    visualPlacement = orElse(visualPlacement, "replace");
    attentionMask = orElse(attentionMask, "causal");
    temporalReading = orElse(temporalReading, "temporal");
    temporalGamma = orElse(temporalGamma, 0.0);
    maxCount = orElse(maxCount, 99);
    periodicityConfig = orElse(periodicityConfig, PeriodicityConfig.NONE);

    if (textConfig == null) {
      throw broken("text_config is missing: it describes the decoder");
    }
    oneOf("attention_mask", attentionMask, keys(AttentionMask.values()));
    oneOf("temporal_reading", temporalReading, keys(TemporalPositions.Reading.values()));
    check(
        maxCount >= 1 && maxCount <= 99, "max_count is %d; it can be 1 to 99".formatted(maxCount));
    oneOf("visual_placement", visualPlacement, List.of("replace", "add"));
    oneOf("projector_type", projectorType, List.of("mlp2x_gelu", "grouped"));
    oneOf(
        "vision_feature_select_strategy",
        visionFeatureSelectStrategy,
        List.of("default", "full", "image_embeds"));
    oneOf("pooling_order", poolingOrder, List.of("before_projector", "after_projector"));
    oneOf("pooling_mode", poolingMode, keys(PoolingMode.values()));
    check(
        visualFrames >= 1,
        "visual_frames is %d; a video needs at least one".formatted(visualFrames));
    oneOf("frame_sampling", frameSampling, keys(FrameRule.values()));
    check(
        framesPerSecond > 0 && framesPerSecond <= 1000,
        "frames_per_second is %s; it can be above 0, up to 1000".formatted(framesPerSecond));
    threes("pooling_window", poolingWindow);
    threes("pooling_stride", poolingStride);
    check(
        poolingStride.size() == poolingWindow.size(),
        "pooling_stride has %d numbers but pooling_window has %d"
            .formatted(poolingStride.size(), poolingWindow.size()));
    check(poolingTemperature > 0, "pooling_temperature must be positive");
    if (visionConfig == null) {
      check(
          clipTextConfig == null,
          "clip_text_config is there but vision_config is not: it has nothing to guide");
    } else {
      checkFeatures(visionConfig, visionFeatureLayer, visionFeatureSelectStrategy);
      checkWindows(visionConfig, visionFeatureSelectStrategy, poolingWindow, poolingStride);
      checkPrompt(
          PoolingMode.parse(poolingMode),
          visionFeatureSelectStrategy,
          visionConfig,
          clipTextConfig);
      if (projectorType.equals("grouped")) {
        int width = visionWidth(visionConfig, visionFeatureSelectStrategy);
        check(
            projectorGroups >= 1
                && width % projectorGroups == 0
                && textConfig.hiddenSize() % projectorGroups == 0,
            "projector_groups is %d, which does not divide the widths %d and %d that it joins"
                .formatted(projectorGroups, width, textConfig.hiddenSize()));
      }
    }
  }

  private static void checkFeatures(ClipVisionConfig tower, int layer, String strategy) {
    int last = tower.numHiddenLayers();
    check(
        layer >= -1 - last && layer <= last,
        "vision_feature_layer is %d; a tower of %d layers has %d to %d"
            .formatted(layer, last, -1 - last, last));
    check(
        !strategy.equals("image_embeds") || tower.hiddenState(layer) == last,
        "vision_feature_layer is %d; with vision_feature_select_strategy image_embeds it must be -1,"
                .formatted(layer)
            + " because CLIP projects its last layer");
  }

  private static void checkWindows(
      ClipVisionConfig tower, String strategy, List<Integer> window, List<Integer> stride) {
    int side = strategy.equals("image_embeds") ? 1 : tower.grid();
    boolean pooled = window.size() > 3;
    for (int i = 0; i < window.size(); i++) {
      pooled |= window.get(i) > 1 || stride.get(i) > 1;
      check(
          i % 3 == 0 || window.get(i) <= side,
          "pooling_window %s does not fit into the %d x %d visual tokens of a frame"
              .formatted(window, side, side));
    }
    check(
        !strategy.equals("full") || !pooled,
        "pooling_window must be [1, 1, 1] with vision_feature_select_strategy full, whose class"
            + " token has no place in the grid");
  }

  private static void checkPrompt(
      PoolingMode mode, String strategy, ClipVisionConfig tower, @Nullable ClipTextConfig text) {
    check(
        mode.promptGuided() == (text != null),
        mode.promptGuided()
            ? "pooling_mode %s needs a clip_text_config: the prompt guides it".formatted(mode.key())
            : "clip_text_config is there, but pooling_mode %s takes no prompt"
                .formatted(mode.key()));
    if (text != null) {
      check(
          text.projectionDim() == tower.projectionDim(),
          "projection_dim is %d in clip_text_config but %d in vision_config; they share a space"
              .formatted(text.projectionDim(), tower.projectionDim()));
      check(
          strategy.equals("default"),
          "pooling_mode %s compares patches with the prompt; vision_feature_select_strategy must be"
                  .formatted(mode.key())
              + " default");
    }
  }

  /** The pooling windows; one, unless the model joins the tokens of several. */
  public List<PoolingWindow> poolingWindows() {
    List<PoolingWindow> windows = new ArrayList<>();
    for (int i = 0; i < poolingWindow.size(); i += 3) {
      windows.add(
          new PoolingWindow(
              poolingWindow.get(i),
              poolingWindow.get(i + 1),
              poolingWindow.get(i + 2),
              poolingStride.get(i),
              poolingStride.get(i + 1),
              poolingStride.get(i + 2)));
    }
    return windows;
  }

  /** Which frames of a video become visual tokens. */
  public FrameRule frameRule() {
    return FrameRule.parse(frameSampling);
  }

  /** How windows are pooled. */
  public PoolingMode pooling() {
    return PoolingMode.parse(poolingMode);
  }

  /** Width of a visual feature before the projector; 0 without a tower. */
  public int visionWidth() {
    return visionConfig == null ? 0 : visionWidth(visionConfig, visionFeatureSelectStrategy);
  }

  private static int visionWidth(ClipVisionConfig tower, String strategy) {
    return strategy.equals("image_embeds") ? tower.projectionDim() : tower.hiddenSize();
  }

  /**
   * How many visual tokens each pooled frame has, in the order in which they stand in the sequence:
   * of a video window by window, of images one image after the other.
   *
   * @param frames of a video, or the number of images
   * @param video whether the frames follow each other in time; images are pooled one by one
   */
  public int[] frameTokens(int frames, boolean video) {
    if (visionConfig == null) {
      return new int[0];
    }
    List<Integer> tokens = new ArrayList<>();
    int image = 0;
    for (PoolingWindow window : poolingWindows()) {
      PoolingWindow fitted = window.over(frames, video);
      tokens.addAll(Collections.nCopies(fitted.framesOut(frames), tokensPerFrame(fitted)));
      image += tokensPerFrame(fitted);
    }
    if (!video) {
      tokens = Collections.nCopies(frames, image);
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private int tokensPerFrame(PoolingWindow window) {
    if (visionConfig == null) {
      return 0;
    }
    int grid = visionConfig.grid();
    return switch (visionFeatureSelectStrategy) {
      case "image_embeds" -> 1;
      case "full" -> grid * grid + 1;
      default -> window.rowsOut(grid) * window.columnsOut(grid);
    };
  }

  /** Visual tokens that remain of each frame after pooling with the first window. */
  public int tokensPerFrame() {
    return tokensPerFrame(poolingWindows().get(0));
  }

  /** Frames that remain of a video's {@code visual_frames} after pooling with the first window. */
  public int pooledFrames() {
    return poolingWindows().get(0).over(visualFrames, true).framesOut(visualFrames);
  }

  /** The attention mask. */
  public AttentionMask mask() {
    return AttentionMask.parse(attentionMask);
  }

  /** The rotary positions. */
  public TemporalPositions positions() {
    return new TemporalPositions(TemporalPositions.Reading.parse(temporalReading), temporalGamma);
  }

  private static <T> T orElse(@Nullable T value, T standard) {
    return value == null ? standard : value;
  }

  private static <E extends Enum<E>> List<String> keys(E[] values) {
    List<String> keys = new ArrayList<>();
    for (E value : values) {
      keys.add(value.name().toLowerCase(Locale.ROOT));
    }
    return keys;
  }

  private static void oneOf(String key, String value, List<String> allowed) {
    check(
        allowed.contains(value),
        "%s is '%s'; it can be %s".formatted(key, value, String.join(", ", allowed)));
  }

  private static void threes(String key, List<Integer> values) {
    check(
        !values.isEmpty()
            && values.size() % 3 == 0
            && values.stream().allMatch(n -> n != null && n >= 1),
        "%s is %s; it needs three positive numbers per window: time, height and width"
            .formatted(key, values));
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw broken(problem);
    }
  }

  private static PeriodException broken(String problem) {
    return new PeriodException(Kind.MODEL, problem);
  }
}
