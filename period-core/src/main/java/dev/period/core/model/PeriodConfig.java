package dev.period.core.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.nn.AttentionMask;
import dev.period.core.nn.TemporalPositions;
import dev.period.core.periodicity.PeriodicityConfig;
import java.util.List;

/**
 * Everything that {@code config.json} says about a model: Hugging Face's LLaVA keys, and ours.
 *
 * @param modelType {@code period}
 * @param architectures Hugging Face's class names
 * @param formatVersion of this file and of the parameter names
 * @param textConfig the decoder
 * @param visionConfig the vision tower
 * @param visionFeatureLayer which hidden state of the tower is used, -1 the last
 * @param imageTokenIndex id that stands for one visual token
 * @param periodTokenIndex id that stands for one periodicity token
 * @param promptTemplate name of the prompt template
 * @param visualFrames frames of a video that become visual tokens
 * @param poolingWindow extent of mean pooling in time, height and width
 * @param attentionMask one of {@link AttentionMask}, lower case
 * @param temporalReading one of {@link TemporalPositions.Reading}, lower case
 * @param temporalGamma weight of the temporal part of dual RoPE
 * @param maxCount largest count that number-aware decoding considers, at most 99
 * @param periodicityConfig the periodicity encoder
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PeriodConfig(
    String modelType,
    List<String> architectures,
    int formatVersion,
    LlamaConfig textConfig,
    ClipVisionConfig visionConfig,
    int visionFeatureLayer,
    int imageTokenIndex,
    int periodTokenIndex,
    String promptTemplate,
    int visualFrames,
    List<Integer> poolingWindow,
    String attentionMask,
    String temporalReading,
    double temporalGamma,
    int maxCount,
    PeriodicityConfig periodicityConfig) {

  /** The format that this version writes, and the newest that it reads. */
  public static final int FORMAT_VERSION = 1;

  /** Visual tokens that remain of each frame after pooling. */
  public int tokensPerFrame() {
    return (visionConfig.grid() / poolingWindow.get(1))
        * (visionConfig.grid() / poolingWindow.get(2));
  }

  /** Frames that remain after pooling. */
  public int pooledFrames() {
    return visualFrames / poolingWindow.get(0);
  }

  /** The attention mask. */
  public AttentionMask mask() {
    return AttentionMask.parse(attentionMask);
  }

  /** The rotary positions. */
  public TemporalPositions positions() {
    return new TemporalPositions(TemporalPositions.Reading.parse(temporalReading), temporalGamma);
  }
}
