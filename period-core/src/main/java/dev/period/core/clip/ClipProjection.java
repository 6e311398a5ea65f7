package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import java.util.List;
import java.util.Map;

/**
 * CLIP's map into the space that images and texts share, {@code visual_projection} or {@code
 * text_projection}: a matrix without bias.
 */
public final class ClipProjection {
  private final Kernel kernel;
  private final List<NDArray> weights;

  /** A projection whose parameter is {@code name.weight} [out, in]. */
  public ClipProjection(Parameters parameters, String name, int in, int out, Dtype dtype) {
    this.weights = List.of(parameters.get(name + ".weight", Init.fanIn(in), out, in));
    this.kernel =
        Kernel.load(ClipProjection.class, "clip_projection", Map.of("dtype", dtype.code()));
  }

  /**
   * Embeddings of features, of any length.
   *
   * @param features [.., in]: pooled outputs, or the features of all patches
   * @return [.., out] in fp32
   */
  public NDArray apply(NDManager scope, NDArray features) {
    return kernel.apply(scope, weights, features).singletonOrThrow();
  }

  /** Embeddings divided by their Euclidean length, so that products are cosines. */
  public static NDArray unit(NDManager scope, NDArray embeds) {
    return Kernel.load(ClipProjection.class, "unit_vectors", Map.of()).apply(scope, embeds);
  }
}
