package dev.period.core.generate;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model folder's {@code generation_config.json} says, with Hugging Face's names and, for
 * what is absent, its defaults.
 *
 * @param stopTokens {@code eos_token_id}, one or several: a token that ends an answer
 * @param doSample whether tokens are drawn; otherwise the likeliest is taken
 * @param temperature of drawing; 1 when absent
 * @param topK of drawing; 50 when absent
 * @param topP of drawing; 1 when absent
 * @param repetitionPenalty 1 when absent
 * @param maxNewTokens the most that is generated; null leaves it to {@code maxLength}
 * @param maxLength the most that prompt and answer may have together; null leaves it to {@link
 *     #MAX_NEW_TOKENS}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record GenerationConfig(
    @JsonProperty("eos_token_id")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        @Nullable List<Integer> stopTokens,
    boolean doSample,
    @Nullable Double temperature,
    @Nullable Integer topK,
    @Nullable Double topP,
    @Nullable Double repetitionPenalty,
    @Nullable Integer maxNewTokens,
    @Nullable Integer maxLength) {

  /** The longest answer of a model that does not say; Hugging Face's 20 would cut sentences. */
  public static final int MAX_NEW_TOKENS = 256;

  /** What holds for a model without the file. */
  public static final GenerationConfig DEFAULT =
      new GenerationConfig(null, false, null, null, null, null, null, null);

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads {@code generation_config.json}; a folder without one has the defaults.
   *
   * @throws PeriodException of kind MODEL when the file is broken
   */
  public static GenerationConfig read(Path folder) {
    Path file = folder.resolve("generation_config.json");
    if (!Files.isRegularFile(file)) {
      return DEFAULT;
    }
    try {
      GenerationConfig config = JSON.readValue(Files.readAllBytes(file), GenerationConfig.class);
      if (config == null) {
        throw new PeriodException(Kind.MODEL, file + " is not a JSON object");
      }
      config.sampling();
      return config;
    } catch (JsonProcessingException e) {
      throw new PeriodException(
          Kind.MODEL, file + " is not a generation configuration: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, file + " cannot be read (" + e.getMessage() + ")", e);
    } catch (PeriodException e) {
      throw new PeriodException(Kind.MODEL, file + ": " + e.getMessage(), e);
    }
  }

  /** How tokens are chosen. */
  public Sampling sampling() {
    return sampling(null, null, null);
  }

  /**
   * How tokens are chosen when a user asks for something else; who asks for any of the three wants
   * tokens to be drawn, unless the temperature is 0.
   *
   * @param otherTemperature null for the model's
   * @param otherTopK null for the model's
   * @param otherTopP null for the model's
   * @throws PeriodException of kind USAGE when a value is out of range
   */
  public Sampling sampling(
      @Nullable Double otherTemperature, @Nullable Integer otherTopK, @Nullable Double otherTopP) {
    boolean drawn = doSample || otherTemperature != null || otherTopK != null || otherTopP != null;
    double own = temperature == null ? 1 : temperature;
    return new Sampling(
        drawn ? orElse(otherTemperature, own) : 0,
        orElse(otherTopK, orElse(topK, 50)),
        orElse(otherTopP, orElse(topP, 1.0)),
        orElse(repetitionPenalty, 1.0));
  }

  /**
   * The most tokens that may be generated behind a prompt.
   *
   * @throws PeriodException of kind USAGE when the prompt fills {@code max_length} alone
   */
  public int newTokens(int promptLength) {
    if (maxNewTokens != null) {
      return maxNewTokens;
    }
    if (maxLength == null) {
      return MAX_NEW_TOKENS;
    }
    if (promptLength >= maxLength) {
      throw new PeriodException(
          Kind.USAGE,
          "the question and its media are "
              + promptLength
              + " tokens long, but with its answer this model's generation_config.json allows "
              + maxLength);
    }
    return maxLength - promptLength;
  }

  /** The same with another limit of new tokens. */
  public GenerationConfig withMaxNewTokens(int tokens) {
    return new GenerationConfig(
        stopTokens, doSample, temperature, topK, topP, repetitionPenalty, tokens, maxLength);
  }

  private static <T> T orElse(@Nullable T value, T standard) {
    return value == null ? standard : value;
  }
}
