package dev.period.core.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns each window of visual tokens into one (PPLLaVA, arXiv 2411.02327, §3.2).
 *
 * <p>A video's tokens are pooled together; {@code x} may hold several videos of one length.
 */
public final class TokenPooling {
  private final PoolingMode mode;
  private final Kernel kernel;

  /**
   * Pooling of maps of {@code rows} x {@code columns} tokens per frame.
   *
   * @param temperature of {@link PoolingMode#CODE}'s second softmax; 0.01 in the released code
   */
  public TokenPooling(
      PoolingMode mode, PoolingWindow window, int rows, int columns, double temperature) {
    this.mode = mode;
    Map<String, Object> constants = new TreeMap<>();
    constants.put("rows", rows);
    constants.put("columns", columns);
    constants.put("kt", window.time());
    constants.put("kh", window.height());
    constants.put("kw", window.width());
    constants.put("st", window.timeStride());
    constants.put("sh", window.heightStride());
    constants.put("sw", window.widthStride());
    if (mode.promptGuided()) {
      // e^a / Σ e^b over a window is s_a / Σ s_b, but does not divide by sums that round to zero
      constants.put("over_all", literal(mode != PoolingMode.PAPER_RENORM));
      constants.put("over_window", literal(mode != PoolingMode.PAPER));
      constants.put("temperature", mode == PoolingMode.CODE ? temperature : 1.0);
    }
    this.kernel = Kernel.load(TokenPooling.class, source(mode), constants);
  }

  private static String literal(boolean value) {
    return value ? "True" : "False";
  }

  private static String source(PoolingMode mode) {
    return switch (mode) {
      case MEAN -> "average_windows";
      case MAX -> "maximum_windows";
      case PAPER, PAPER_RENORM, CODE -> "weighted_windows";
    };
  }

  /**
   * Pools videos of one length.
   *
   * @param x tokens [videos, frames, rows * columns, width]
   * @param scores alignment with the prompt before any softmax [videos, frames, rows * columns];
   *     null for a mode that takes no prompt
   * @return [videos, tokens, width], frame by frame and row by row
   */
  public NDArray apply(NDManager scope, NDArray x, @Nullable NDArray scores) {
    if (!mode.promptGuided()) {
      return kernel.apply(scope, x);
    }
    if (scores == null) {
      throw new IllegalArgumentException("pooling mode " + mode.key() + " needs scores");
    }
    return kernel.apply(scope, x, scores);
  }
}
