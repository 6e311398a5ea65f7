package dev.period.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.period.core.engine.Torch;

/** Textbook forms of a network's parts, out of DJL's plain operations. */
public final class Naive {
  private Naive() {}

  /** x Wᵀ. */
  public static NDArray linear(NDArray x, NDArray weight) {
    return x.matMul(weight.transpose());
  }

  /** x Wᵀ + b. */
  public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return linear(x, weight).add(bias);
  }

  /**
   * x times a number. DJL's own {@code mul}, {@code div} and {@code pow} of a number free it when
   * they return, although the recorded graph still reads it: a collection of garbage before the
   * backward pass makes wrong gradients.
   */
  public static NDArray times(NDArray x, double factor) {
    return x.mul(constant(x, factor));
  }

  /** A scalar of the type of {@code like} that lives as long as the scope of {@code like}. */
  public static NDArray constant(NDArray like, double value) {
    NDManager scope = like.getManager();
    return like.getDataType() == DataType.FLOAT64
        ? scope.create(value)
        : scope.create((float) value);
  }

  /** Divided by the root of the mean square over the last axis, times a weight. */
  public static NDArray rmsNorm(NDArray x, NDArray weight, double eps) {
    return x.div(x.square().mean(new int[] {-1}, true).add(eps).sqrt()).mul(weight);
  }

  /** Mean 0 and variance 1 over the last axis, then scaled and shifted. */
  public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
    NDArray centred = x.sub(x.mean(new int[] {-1}, true));
    NDArray variance = centred.square().mean(new int[] {-1}, true);
    return centred.div(variance.add(eps).sqrt()).mul(weight).add(bias);
  }

  /** 1 / (1 + exp(-x)). */
  public static NDArray sigmoid(NDArray x) {
    return constant(x, 1).div(x.neg().exp().add(1));
  }

  /** x sigmoid(x). */
  public static NDArray silu(NDArray x) {
    return x.mul(sigmoid(x));
  }

  /** x times the normal distribution's cumulative probability. */
  public static NDArray gelu(NDArray x) {
    return times(x.mul(times(x, 1 / Math.sqrt(2)).erf().add(1)), 0.5);
  }

  /** [b, t, heads * width] to [b, heads, t, width]. */
  public static NDArray heads(NDArray x, int heads) {
    long b = x.getShape().get(0);
    long t = x.getShape().get(1);
    return x.reshape(b, t, heads, x.getShape().get(2) / heads).swapAxes(1, 2);
  }

  /** Softmax attention of [b, heads, t, width], back to [b, t, heads * width]. */
  public static NDArray attention(NDArray q, NDArray k, NDArray v, NDArray mask) {
    double scale = 1 / Math.sqrt((double) q.getShape().get(3));
    NDArray scores = times(q.matMul(k.swapAxes(2, 3)), scale).add(mask);
    NDArray mixed = scores.softmax(-1).matMul(v).swapAxes(1, 2);
    return mixed.reshape(
        mixed.getShape().get(0),
        mixed.getShape().get(1),
        mixed.getShape().get(2) * mixed.getShape().get(3));
  }

  /** One row per index, 1 in its column. */
  public static NDArray oneHot(NDManager scope, long[] indices, int columns) {
    float[] values = new float[indices.length * columns];
    for (int i = 0; i < indices.length; i++) {
      values[i * columns + (int) indices[i]] = 1;
    }
    return Torch.floats(scope, values, indices.length, columns);
  }
}
