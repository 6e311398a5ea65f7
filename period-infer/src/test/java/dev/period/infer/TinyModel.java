package dev.period.infer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;
import dev.period.core.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model of a few thousand random numbers that nevertheless answers: its embedding and its head
 * are bent so that a number follows the prompt, a full stop the number, and the end the full stop.
 * Which number depends on the random rest, and so on the video.
 */
public final class TinyModel {
  static final int SLOTS = 16;

  private static final Path TOKENIZER = Path.of("..", "models", "nano");
  private static final int HIDDEN = 32;

  private TinyModel() {}

  private static PeriodConfig config(int vocabulary, boolean periodic, String more) {
    String json =
        """
        {"text_config": {"vocab_size": %d, "hidden_size": %d, "intermediate_size": 64,
           "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2,
           "rms_norm_eps": 1e-5, "rope_theta": 10000, "tie_word_embeddings": false},
         "vision_config": {"image_size": %d, "patch_size": 12, "hidden_size": 32,
           "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
           "layer_norm_eps": 1e-5},
         "vision_feature_layer": -1, "image_token_index": 3, "period_token_index": 4,
         "visual_frames": 2, "pooling_window": [1, 2, 2], "attention_mask": "frame_block_causal",
         "temporal_gamma": 1,
         "periodicity_config": {"enabled": %b, "frames": %d, "lags": 8, "hidden_size": 32,
           "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4,
           "channels": 4}%s}
        """
            .formatted(vocabulary, HIDDEN, more.isEmpty() ? 48 : 60, periodic, SLOTS, more);
    try {
      return new ObjectMapper().readValue(json, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A model that counts. */
  public static Path counting(Path folder) {
    return save(folder, true, true, "", null);
  }

  /** A model that answers with a full stop and nothing else. */
  static Path silent(Path folder) {
    return save(folder, false, true, "", null);
  }

  /** A model that counts without periodicity tokens. */
  static Path blind(Path folder) {
    return save(folder, true, false, "", null);
  }

  /** A model that looks at larger pictures, chosen by a rule. */
  static Path large(Path folder, boolean periodic, String frameSampling) {
    String more = ", \"frame_sampling\": \"" + frameSampling + "\"";
    return save(folder, true, periodic, more, null);
  }

  /** A model with a parameter that is not a number. */
  static Path broken(Path folder, String parameter) {
    return save(folder, true, true, "", parameter);
  }

  /** A model that answers everything with {@code sentence}, which has no token twice. */
  public static Path saying(Path folder, String sentence) {
    try (Tokenizer tokenizer = ModelFolder.tokenizer(TOKENIZER)) {
      return save(folder, tokenizer, saying(tokenizer, sentence), true, "", null);
    }
  }

  private static Path save(
      Path folder, boolean counts, boolean periodic, String more, @Nullable String nan) {
    try (Tokenizer tokenizer = ModelFolder.tokenizer(TOKENIZER)) {
      return save(folder, tokenizer, bent(tokenizer, counts), periodic, more, nan);
    }
  }

  private static Path save(
      Path folder,
      Tokenizer tokenizer,
      ParameterSource bent,
      boolean periodic,
      String more,
      @Nullable String nan) {
    PeriodConfig config = config(tokenizer.vocabularySize(), periodic, more);
    try (PeriodModel model = new PeriodModel(config, bent, Device.cpu(), Dtype.FP32);
        NDManager scope = Torch.scope()) {
      Map<String, NDArray> parameters = new LinkedHashMap<>(model.parameters().all());
      if (nan != null) {
        NDArray whole = parameters.get(nan);
        float[] values = whole.toFloatArray();
        values[values.length / 2] = Float.NaN;
        parameters.put(nan, Torch.floats(scope, values, whole.getShape().getShape()));
      }
      ModelFolder.save(folder, config, parameters, TOKENIZER);
    }
    return folder;
  }

  /** Each token of the sentence has a direction of its own, which leads to the next. */
  private static ParameterSource saying(Tokenizer tokenizer, String sentence) {
    int[] prompt = tokenizer.encode(" ASSISTANT:");
    int[] answer = tokenizer.encode(sentence);
    int[] chain = new int[answer.length + 2];
    chain[0] = prompt[prompt.length - 1];
    System.arraycopy(answer, 0, chain, 1, answer.length);
    chain[chain.length - 1] = tokenizer.id("</s>");
    if (chain.length > HIDDEN || Arrays.stream(answer).distinct().count() < answer.length) {
      throw new IllegalArgumentException("cannot say: " + sentence);
    }
    ParameterSource fresh = ParameterSource.fresh(5);
    return (String name, Init init, long[] shape) -> {
      float[] values = fresh.values(name, init, shape);
      for (int i = 0; i + 1 < chain.length; i++) {
        if (name.endsWith("embed_tokens.weight")) {
          values[chain[i] * HIDDEN + i] = 4;
        } else if (name.endsWith("lm_head.weight")) {
          values[chain[i + 1] * HIDDEN + i] = 4;
        }
      }
      return values;
    };
  }

  private static ParameterSource bent(Tokenizer tokenizer, boolean counts) {
    int[] prompt = tokenizer.encode(" ASSISTANT:");
    int last = prompt[prompt.length - 1];
    int stop = tokenizer.id(".");
    int end = tokenizer.id("</s>");
    int[] digits = new int[10];
    Arrays.setAll(digits, digit -> tokenizer.id(String.valueOf(digit)));
    ParameterSource fresh = ParameterSource.fresh(5);
    return (String name, Init init, long[] shape) -> {
      float[] values = fresh.values(name, init, shape);
      if (name.endsWith("embed_tokens.weight")) {
        values[last * HIDDEN] = 4;
        values[stop * HIDDEN + 2] = 4;
        for (int digit : digits) {
          values[digit * HIDDEN + 1] = 4;
        }
      } else if (name.endsWith("lm_head.weight")) {
        for (int i = 0; i < values.length; i++) {
          values[i] *= 5;
        }
        values[stop * HIDDEN] = counts ? 0 : 6;
        values[stop * HIDDEN + 1] = 2;
        values[end * HIDDEN + 2] = 4;
        for (int digit : digits) {
          values[digit * HIDDEN] = 3;
          values[digit * HIDDEN + 1] = 1.5f;
        }
      }
      return values;
    };
  }
}
