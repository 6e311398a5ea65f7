package dev.period.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Media of noise, and prompts about them. */
public final class Media {
  /** Stands for a medium among the ids of {@link #prompt}. */
  public static final int MARKER = -1;

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Media() {}

  /** A tiny model's configuration with other values for some keys of config.json. */
  public static PeriodConfig config(Map<String, ?> changes) {
    ObjectNode json = JSON.valueToTree(PeriodModelTest.tiny());
    json.setAll((ObjectNode) JSON.valueToTree(changes));
    try {
      return JSON.treeToValue(json, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A video of noise that has a self-similarity, too. */
  public static Medium video(PeriodConfig config, int frames, SplittableRandom random) {
    int n = config.periodicityConfig().frames();
    return new Medium(
        Medium.Kind.VIDEO, frames, pixels(config, frames, random), noise(5 * n * n, random), null);
  }

  /** An image of noise. */
  public static Medium image(PeriodConfig config, SplittableRandom random) {
    return new Medium(Medium.Kind.IMAGE, 1, pixels(config, 1, random), null, null);
  }

  private static float[] pixels(PeriodConfig config, int frames, SplittableRandom random) {
    int side = config.visionConfig().imageSize();
    return noise(frames * 3 * side * side, random);
  }

  private static float[] noise(int size, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** A prompt of ids among which each {@link #MARKER} stands for the next medium. */
  public static Prompt prompt(PeriodConfig config, int[] ids, Medium... media) {
    return new Prompt(tokens(config, ids, media), List.of(media));
  }

  static TokenSequence tokens(PeriodConfig config, int[] ids, Medium... media) {
    return TokenSequence.ofIds(
        ids, MARKER, Arrays.stream(media).map(builder(config, 1)::placeholders).toList());
  }

  /** Makes media of frames of this size, but cannot read. */
  static PromptBuilder builder(PeriodConfig config, int side) {
    return new PromptBuilder(
        config,
        new NoTokenizer(),
        new ImageProcessor(side, ImageProcessor.CLIP_MEAN, ImageProcessor.CLIP_DEVIATION));
  }

  private static final class NoTokenizer implements Tokenizer {
    @Override
    public int[] encode(String text) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String decode(int[] ids) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int vocabularySize() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int id(String token) {
      throw new UnsupportedOperationException();
    }
  }
}
