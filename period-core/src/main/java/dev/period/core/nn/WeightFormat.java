package dev.period.core.nn;

import ai.djl.Device;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.PackedLinear;
import java.util.function.Predicate;

/**
 * How a model keeps its weights: what trains is kept in single precision, so that small updates are
 * not rounded away (Micikevicius et al. 2018, section 3.1); what only answers is kept in the type
 * that it computes in, which halves memory and what decoding has to read.
 *
 * @param matrices element type of matrices. Vectors (norms, biases) and convolution kernels are few
 *     and stay in single precision.
 * @param packed whether the decoder's matrices are packed for decoding, see {@link PackedLinear}
 * @param masters names of the matrices that stay in single precision all the same
 */
public record WeightFormat(Dtype matrices, boolean packed, Predicate<String> masters) {
  /** Single precision. */
  public static final WeightFormat TRAINING = new WeightFormat(Dtype.FP32, false);

  /** No matrix stays in single precision when the others do not. */
  public WeightFormat(Dtype matrices, boolean packed) {
    this(matrices, packed, name -> false);
  }

  /**
   * For a model of which a part is trained: what is trained is kept in single precision, what is
   * frozen in the type that it computes in.
   *
   * @param trained names of the parameters that are trained
   */
  public static WeightFormat training(Dtype dtype, Predicate<String> trained) {
    return new WeightFormat(dtype, false, trained);
  }

  /** For a model that computes in {@code dtype} on {@code device} and is not trained. */
  public static WeightFormat inference(Dtype dtype, Device device) {
    return new WeightFormat(
        dtype, dtype == Dtype.BF16 && !device.isGpu() && PackedLinear.available());
  }

  /** The element type of a parameter of this name and shape. */
  Dtype dtype(String name, long[] shape) {
    return shape.length == 2 && !masters.test(name) ? matrices : Dtype.FP32;
  }
}
