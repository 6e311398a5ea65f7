package dev.period.core.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Recomputation;
import dev.period.core.nn.Init;
import dev.period.core.nn.LoraKernel;
import dev.period.core.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pre-LayerNorm transformer that both towers of CLIP share (Radford et al. 2021), up to one of
 * its layers. The stream is fp32, matrix products are in the chosen type.
 */
final class ClipTransformer {
  private final List<Layer> layers = new ArrayList<>();

  private record Layer(LoraKernel kernel, List<NDArray> weights) {
    NDArray apply(NDManager scope, NDArray x) {
      return kernel.apply(scope, weights, x).singletonOrThrow();
    }
  }

  /**
   * Layers with parameters named {@code prefix.layers.0…}.
   *
   * @param used how many layers are built, from the first
   * @param causal whether a token sees only those before it
   */
  ClipTransformer(
      Parameters parameters,
      String prefix,
      TransformerShape shape,
      int used,
      boolean causal,
      Dtype dtype) {
    for (int i = 0; i < used; i++) {
      String layer = prefix + ".layers." + i;
      List<NDArray> weights = weights(parameters, layer + ".", shape);
      layers.add(new Layer(kernel(parameters, weights, layer, shape, causal, dtype), weights));
    }
  }

  static LoraKernel kernel(
      Parameters parameters,
      List<NDArray> weights,
      String layer,
      TransformerShape shape,
      boolean causal,
      Dtype dtype) {
    String attention = layer + ".self_attn.";
    int d = shape.hiddenSize();
    int ff = shape.intermediateSize();
    return LoraKernel.over(parameters, weights, dtype)
        .map(attention + "q_proj", "q", "h", d, d)
        .map(attention + "k_proj", "k", "h", d, d)
        .map(attention + "v_proj", "v", "h", d, d)
        .map(attention + "out_proj", "o", "a", d, d)
        .map(layer + ".mlp.fc1", "f", "h", ff, d)
        .map(layer + ".mlp.fc2", "g", "h", d, ff)
        .load(
            ClipTransformer.class,
            "clip_layer",
            Map.of(
                "eps", shape.eps(),
                "dtype", dtype.code(),
                "heads", shape.heads(),
                "head_dim", shape.headDim(),
                "width", d,
                "causal", causal ? "True" : "False",
                "activation", shape.activation().source()),
            layer);
  }

  private static List<NDArray> weights(
      Parameters parameters, String prefix, TransformerShape shape) {
    int d = shape.hiddenSize();
    int ff = shape.intermediateSize();
    // residual branches start small, so that depth does not blow up the stream
    Init residual = Init.normal(1 / Math.sqrt(2.0 * shape.layers() * d));
    Init down = Init.normal(1 / Math.sqrt(2.0 * shape.layers() * ff));
    List<NDArray> weights = new ArrayList<>();
    weights.add(parameters.get(prefix + "layer_norm1.weight", Init.ONES, d));
    weights.add(parameters.get(prefix + "layer_norm1.bias", Init.ZEROS, d));
    for (String name : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
      Init init = name.equals("out_proj") ? residual : Init.fanIn(d);
      weights.add(parameters.get(prefix + "self_attn." + name + ".weight", init, d, d));
      weights.add(parameters.get(prefix + "self_attn." + name + ".bias", Init.ZEROS, d));
    }
    weights.add(parameters.get(prefix + "layer_norm2.weight", Init.ONES, d));
    weights.add(parameters.get(prefix + "layer_norm2.bias", Init.ZEROS, d));
    weights.add(parameters.get(prefix + "mlp.fc1.weight", Init.fanIn(d), ff, d));
    weights.add(parameters.get(prefix + "mlp.fc1.bias", Init.ZEROS, ff));
    weights.add(parameters.get(prefix + "mlp.fc2.weight", down, d, ff));
    weights.add(parameters.get(prefix + "mlp.fc2.bias", Init.ZEROS, d));
    return weights;
  }

  /** The stream behind the last layer that was built; x is [b, t, hidden]. */
  NDArray forward(NDManager scope, NDArray x) {
    NDArray stream = x;
    for (Layer layer : layers) {
      stream = layer.apply(scope, stream);
    }
    return stream;
  }

  /** Likewise, in a training step that may recompute activations. */
  NDArray forward(NDManager scope, NDArray x, @Nullable Recomputation recomputation) {
    if (recomputation == null || !Autograd.recording() || frozen(x)) {
      return forward(scope, x);
    }
    List<Recomputation.Segment> segments = new ArrayList<>();
    for (Layer layer : layers) {
      segments.add(layer::apply);
    }
    return recomputation.run(scope, x, segments);
  }

  /** Whether nothing is recorded anyway. */
  private boolean frozen(NDArray x) {
    return !Autograd.isRecorded(x)
        && layers.stream()
            .flatMap(layer -> layer.weights().stream())
            .noneMatch(NDArray::hasGradient);
  }

  /** The stream before the first and behind each layer. */
  List<NDArray> hiddenStates(NDManager scope, NDArray x) {
    List<NDArray> states = new ArrayList<>();
    states.add(x);
    for (Layer layer : layers) {
      states.add(layer.apply(scope, states.get(states.size() - 1)));
    }
    return states;
  }
}
