package dev.period.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Gradients. DJL's collector is process-wide and cannot nest; libtorch's own switch is per thread,
 * which is what this class uses.
 */
public final class Autograd {
  private Autograd() {}

  /** Runs {@code forward} with gradients recorded on this thread. */
  public static <T> T record(Supplier<T> forward) {
    Torch.prepareThread();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      return forward.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** True when operations on this thread record gradients. */
  public static boolean recording() {
    Torch.prepareThread();
    return JniUtils.isGradMode();
  }

  /** Adds the gradient of the scalar {@code loss} to every parameter that it depends on. */
  public static void backward(NDManager scope, NDArray loss) {
    NDArray one = scope.ones(loss.getShape()).toDevice(loss.getDevice(), false);
    JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
  }

  /** Marks {@code parameter} as trained or frozen. */
  public static void requireGradient(NDArray parameter, boolean required) {
    parameter.setRequiresGradient(required);
  }

  /**
   * The gradient gathered in {@code parameter} so far, as a handle attached to {@code scope}; null
   * when no loss has reached it yet.
   */
  public static @org.jspecify.annotations.Nullable NDArray gradient(
      NDManager scope, NDArray parameter) {
    NDArray gradient = JniUtils.getGradient((PtNDArray) parameter);
    if (gradient != null) {
      // DJL attaches each handle to the parameter's manager, where it would stay for ever
      gradient.attach(scope);
    }
    return gradient;
  }

  /** Gives {@code parameter} a gradient of zeros, if it has none yet. */
  public static void zeroGradient(NDManager scope, NDArray parameter) {
    if (gradient(scope, parameter) == null) {
      NDArray nothing =
          record(
              () -> {
                NDArray sum = parameter.sum();
                sum.attach(scope);
                NDArray product = sum.mul(0f);
                product.attach(scope);
                return product;
              });
      backward(scope, nothing);
    }
  }
}
