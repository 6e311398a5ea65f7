package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Map;

/** Cosines and sines of rotary positions, which may be fractional (TC-LLaVA's dual RoPE). */
public final class RotaryTable {
  private final float[] frequencies;
  private final Kernel kernel;

  /** A table for heads of width {@code 2 * frequencies.length}. */
  public RotaryTable(float[] frequencies) {
    this.frequencies = frequencies.clone();
    this.kernel = Kernel.load(RotaryTable.class, "rotary_table", Map.of());
  }

  /**
   * Cosines and sines, each [b, 1, t, headDim / 2].
   *
   * @param positions [b, t]
   */
  public NDList of(NDManager scope, NDArray positions) {
    NDArray f = Torch.floats(scope, frequencies, frequencies.length);
    return kernel.apply(scope, java.util.List.of(), positions, f);
  }
}
