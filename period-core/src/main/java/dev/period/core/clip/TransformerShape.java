package dev.period.core.clip;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;

/**
 * Sizes of the transformer inside a CLIP tower.
 *
 * @param hiddenSize width
 * @param intermediateSize width of the MLP
 * @param layers number of layers
 * @param heads attention heads
 * @param eps epsilon of LayerNorm
 * @param activation inside the MLP
 */
record TransformerShape(
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    double eps,
    Activation activation) {
  /** Far above any model, far below what would overflow. */
  private static final int MAX_SIZE = 1 << 20;

  private static final int MAX_LAYERS = 1024;

  /**
   * Checks sizes that come from a file.
   *
   * @param where the configuration's name, for messages
   * @throws PeriodException of kind MODEL when there can be no such transformer
   */
  void check(String where) {
    checkRange(where, "hidden_size", hiddenSize, MAX_SIZE);
    checkRange(where, "intermediate_size", intermediateSize, MAX_SIZE);
    checkRange(where, "num_hidden_layers", layers, MAX_LAYERS);
    checkRange(where, "num_attention_heads", heads, MAX_SIZE);
    if (hiddenSize % heads != 0) {
      throw wrong(
          where,
          "hidden_size " + hiddenSize + " is not a multiple of num_attention_heads " + heads);
    }
    if (!(eps > 0 && eps < 1)) {
      throw wrong(where, "layer_norm_eps is " + eps + "; it has to be between 0 and 1");
    }
  }

  static void checkRange(String where, String key, int value, int most) {
    if (value < 1 || value > most) {
      throw wrong(where, key + " is " + value + "; it has to be between 1 and " + most);
    }
  }

  static void checkSize(String where, String key, int value) {
    checkRange(where, key, value, MAX_SIZE);
  }

  static PeriodException wrong(String where, String what) {
    return new PeriodException(Kind.MODEL, where + ": " + what);
  }

  /** Width of one head. */
  int headDim() {
    return hiddenSize / heads;
  }
}
