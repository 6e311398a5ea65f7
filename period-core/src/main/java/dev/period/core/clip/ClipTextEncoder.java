package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import dev.period.core.nn.LayerNorm;
import dev.period.core.nn.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CLIP's text encoder (Radford et al. 2021, §2.4; Hugging Face names): token and position
 * embeddings, a causal transformer, a final norm; the state at a text's end is the text's.
 *
 * <p>Attention is causal, so whatever stands behind the end token does not matter and there is no
 * padding mask.
 */
public final class ClipTextEncoder {
  private final ClipTextConfig config;
  private final Kernel embeddings;
  private final NDArray tokenEmbedding;
  private final Kernel positions;
  private final List<NDArray> positionEmbeddings;
  private final ClipTransformer transformer;
  private final LayerNorm finalNorm;
  private final Kernel selectRows;
  private final ClipProjection projection;

  /**
   * An encoder with parameters named {@code prefix.text_model…} and {@code
   * prefix.text_projection.weight}; an empty prefix adds no dot.
   *
   * <p>With a {@link ContextExtension} the trained table of positions stays as it is, for its first
   * rows, and {@code position_embedding_extension.weight} holds the stretched ones: two parameters,
   * so that training may leave the first alone.
   */
  public ClipTextEncoder(Parameters parameters, String prefix, ClipTextConfig config, Dtype dtype) {
    this.config = config;
    String dot = prefix.isEmpty() ? "" : prefix + ".";
    String model = dot + "text_model.";
    int d = config.hiddenSize();
    this.tokenEmbedding =
        parameters.get(
            model + "embeddings.token_embedding.weight", Init.normal(0.02), config.vocabSize(), d);
    int trained = config.maxPositionEmbeddings();
    NDArray table = parameters.get(positionsName(prefix), Init.normal(0.01), trained, d);
    ContextExtension extension = config.contextExtension();
    if (extension == null) {
      this.positionEmbeddings = List.of(table);
      this.positions =
          Kernel.load(ClipTextEncoder.class, "clip_positions", Map.of("keep", trained));
    } else {
      long added = config.contextLength() - (long) extension.keep();
      this.positionEmbeddings =
          List.of(table, parameters.get(extensionName(prefix), Init.normal(0.01), added, d));
      this.positions =
          Kernel.load(ClipTextEncoder.class, "clip_positions", Map.of("keep", extension.keep()));
    }
    this.embeddings = Kernel.load(ClipTextEncoder.class, "clip_text_embeddings", Map.of());
    this.transformer =
        new ClipTransformer(
            parameters, model + "encoder", config.shape(), config.numHiddenLayers(), true, dtype);
    this.finalNorm =
        new LayerNorm(parameters, model + "final_layer_norm", d, config.layerNormEps());
    this.selectRows = Kernel.load(ClipTextEncoder.class, "select_rows", Map.of());
    this.projection =
        new ClipProjection(parameters, dot + "text_projection", d, config.projectionDim(), dtype);
  }

  /** The name of the trained table of positions [max positions, hidden]. */
  public static String positionsName(String prefix) {
    return (prefix.isEmpty() ? "" : prefix + ".")
        + "text_model.embeddings.position_embedding.weight";
  }

  /**
   * The name of the positions that an extension adds [context length - keep, hidden]; where a
   * checkpoint lacks them, {@link ContextExtension#stretched} gives them from the trained table.
   */
  public static String extensionName(String prefix) {
    return (prefix.isEmpty() ? "" : prefix + ".")
        + "text_model.embeddings.position_embedding_extension.weight";
  }

  /** The configuration. */
  public ClipTextConfig config() {
    return config;
  }

  /**
   * The ids of one text as the encoder wants them: start token, text, end token, and end tokens up
   * to {@code length}. A text that is too long loses its end, but not its end token.
   *
   * @param text ids of the text alone
   * @param length of the result, at most the context length
   */
  public long[] sequence(int[] text, int length) {
    if (length < 2 || length > config.contextLength()) {
      throw new IllegalArgumentException(
          "texts of " + length + " tokens for a context of " + config.contextLength());
    }
    long[] ids = new long[length];
    Arrays.fill(ids, config.endToken());
    ids[0] = config.startToken();
    for (int i = 0; i < Math.min(text.length, length - 2); i++) {
      ids[i + 1] = text[i];
    }
    return ids;
  }

  /**
   * Embeddings of texts in the space shared with images, not normalised.
   *
   * @param ids token ids [b, t], an end token in each row
   * @return [b, projection] in fp32
   */
  public NDArray embeds(NDManager scope, NDArray ids) {
    return projection.apply(scope, pooled(scope, ids));
  }

  /**
   * The state of each text: behind the final norm, at its first end token.
   *
   * @param ids token ids [b, t], an end token in each row
   * @return [b, hidden]
   */
  public NDArray pooled(NDManager scope, NDArray ids) {
    NDArray places = places(scope, ids);
    NDArray last = transformer.forward(scope, embed(scope, ids));
    return finalNorm.apply(scope, selectRows.apply(scope, last, places));
  }

  /**
   * The hidden states as Hugging Face counts them: 0 the embeddings, i the output of layer i, none
   * of them behind the final norm.
   */
  public List<NDArray> hiddenStates(NDManager scope, NDArray ids) {
    check(ids);
    return transformer.hiddenStates(scope, embed(scope, ids));
  }

  /** The states of all tokens behind the final norm [b, t, hidden]. */
  public NDArray lastHiddenState(NDManager scope, NDArray ids) {
    check(ids);
    return finalNorm.apply(scope, transformer.forward(scope, embed(scope, ids)));
  }

  private NDArray embed(NDManager scope, NDArray ids) {
    NDArray table = positions.apply(scope, positionEmbeddings).singletonOrThrow();
    return embeddings.apply(scope, List.of(tokenEmbedding), ids, table).singletonOrThrow();
  }

  /** Flat index of the token that stands for each text. */
  private NDArray places(NDManager scope, NDArray ids) {
    long[] values = check(ids);
    int b = Math.toIntExact(ids.getShape().get(0));
    int t = values.length / b;
    long[] places = new long[b];
    for (int row = 0; row < b; row++) {
      places[row] = (long) row * t + end(Arrays.copyOfRange(values, row * t, (row + 1) * t));
    }
    return Torch.longs(scope, places, b).toDevice(ids.getDevice(), false);
  }

  /** The first end token; by the old convention the first of the largest ids. */
  private int end(long[] ids) {
    int largest = 0;
    for (int i = 0; i < ids.length; i++) {
      if (!config.endIsLargest() && ids[i] == config.eosTokenId()) {
        return i;
      }
      largest = ids[i] > ids[largest] ? i : largest;
    }
    if (!config.endIsLargest()) {
      // Hugging Face would take the first token, which has seen nothing of the text
      throw new IllegalArgumentException("a text without the end token " + config.eosTokenId());
    }
    return largest;
  }

  /** An id outside the table would stop a GPU for the rest of the process. */
  private long[] check(NDArray ids) {
    long[] values = ids.toLongArray();
    if (ids.getShape().dimension() != 2
        || values.length == 0
        || ids.getShape().get(1) > config.contextLength()) {
      throw new IllegalArgumentException(
          "ids of shape " + ids.getShape() + " for a context of " + config.contextLength());
    }
    for (long id : values) {
      if (id < 0 || id >= config.vocabSize()) {
        throw new IllegalArgumentException(
            "token id " + id + " for a vocabulary of " + config.vocabSize());
      }
    }
    return values;
  }
}
