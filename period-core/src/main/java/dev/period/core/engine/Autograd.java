package dev.period.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gradients. DJL's collector is process-wide and cannot nest; libtorch's own switch is per thread,
 * which is what this class uses.
 */
public final class Autograd {
  private static final ThreadLocal<Boolean> PAUSED = ThreadLocal.withInitial(() -> false);

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

  /**
   * Runs {@code forward} without recording, inside a recording or outside of one; other than what
   * is computed outside, its results may take part in a recording later.
   */
  public static <T> T pause(Supplier<T> forward) {
    Torch.prepareThread();
    boolean before = JniUtils.isGradMode();
    boolean paused = PAUSED.get();
    JniUtils.setGradMode(false);
    PAUSED.set(true);
    try {
      return forward.get();
    } finally {
      PAUSED.set(paused);
      JniUtils.setGradMode(before);
    }
  }

  /** True when results of kernels have to be of the kind that gradients can be recorded of. */
  static boolean recordable() {
    return recording() || PAUSED.get();
  }

  /** True when operations on this thread record gradients. */
  public static boolean recording() {
    Torch.prepareThread();
    return JniUtils.isGradMode();
  }

  /** Adds the gradient of the scalar {@code loss} to every parameter that it depends on. */
  public static void backward(NDManager scope, NDArray loss) {
    backward(scope, loss, 1);
  }

  /** Adds the gradient of {@code loss} times {@code factor}. */
  public static void backward(NDManager scope, NDArray loss, double factor) {
    backward(loss, seed(scope, loss, factor), false);
  }

  /** Adds gradients likewise, given that of {@code result}, which may have any shape. */
  static void backward(NDArray result, NDArray gradient, boolean keepGraph) {
    JniUtils.backward((PtNDArray) result, (PtNDArray) gradient, keepGraph, false);
  }

  /** The gradient of a scalar times {@code factor} by itself. */
  static NDArray seed(NDManager scope, NDArray loss, double factor) {
    return Torch.number(scope, factor).reshape(loss.getShape()).toDevice(loss.getDevice(), false);
  }

  /** True when a gradient of {@code array} leads somewhere. DJL's own question is always denied. */
  public static boolean isRecorded(NDArray array) {
    try (NDManager scope = Torch.scope()) {
      Kernel kernel = Kernel.load(Autograd.class, "is_recorded", Map.of());
      return kernel.run(scope, array).getFloat() > 0;
    }
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
      NDArray sum = record(parameter::sum);
      sum.attach(scope);
      backward(scope, sum, 0);
    }
  }
}
