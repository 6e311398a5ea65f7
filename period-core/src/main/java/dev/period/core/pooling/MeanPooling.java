package dev.period.core.pooling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import java.util.List;
import java.util.Map;

/**
 * Averages visual tokens over windows of time and space, kernel equal to stride, remainder dropped:
 * PPLLaVA's pooling without the prompt (mode MEAN).
 */
public final class MeanPooling {
  private final Kernel kernel;
  private final int grid;
  private final int[] window;

  /**
   * Pooling of a {@code grid} x {@code grid} map.
   *
   * @param window extent in time, height and width
   */
  public MeanPooling(int grid, List<Integer> window) {
    this.grid = grid;
    this.window = window.stream().mapToInt(Integer::intValue).toArray();
    this.kernel =
        Kernel.load(
            MeanPooling.class,
            "mean_pooling",
            Map.of("grid", grid, "kt", window.get(0), "kh", window.get(1), "kw", window.get(2)));
  }

  /** Tokens that stay of each pooled frame. */
  public int tokensPerFrame() {
    return (grid / window[1]) * (grid / window[2]);
  }

  /** Frames that stay of {@code frames}. */
  public int frames(int frames) {
    return frames / window[0];
  }

  /**
   * Pools one video, or several whose frame counts are multiples of the window.
   *
   * @param patches [frames, grid * grid, width]
   * @return [pooled frames * tokens per frame, width], frame by frame
   */
  public NDArray apply(NDManager scope, NDArray patches) {
    return kernel.apply(scope, patches);
  }
}
