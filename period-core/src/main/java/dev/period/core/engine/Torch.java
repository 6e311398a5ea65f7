package dev.period.core.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.period.core.PeriodException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * The native engine, loaded once per process and never from a network.
 *
 * <p>Every entry into libtorch goes through {@link #prepareThread()}, because libtorch keeps grad
 * mode and the graph optimizer per thread and DJL sets them only on the thread that loaded it.
 */
public final class Torch {
  private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);

  private Torch() {}

  private static final class Holder {
    static final Engine ENGINE = load();

    private static Engine load() {
      setDefault("ai.djl.offline", "true");
      setDefault("OPT_OUT_TRACKING", "true");
      // the profiling executor re-compiles each kernel for its first shapes: slow and useless here
      setDefault("ai.djl.pytorch.graph_optimizer", "false");
      try {
        return Engine.getEngine("PyTorch");
      } catch (EngineException | UnsatisfiedLinkError | NoClassDefFoundError e) {
        throw new PeriodException(
            PeriodException.Kind.ENGINE,
            "the native PyTorch library cannot be loaded ("
                + e.getMessage()
                + "); run 'period doctor' to see what is missing",
            e);
      }
    }

    private static void setDefault(String key, String value) {
      if (System.getProperty(key) == null) {
        System.setProperty(key, value);
      }
    }
  }

  /** Version of libtorch, for example {@code 2.7.1}. */
  public static String version() {
    return Holder.ENGINE.getVersion();
  }

  /** The number of GPUs that libtorch can use. */
  public static int gpuCount() {
    return Holder.ENGINE.getGpuCount();
  }

  /** Sets the number of threads inside one operation; 0 keeps libtorch's choice. */
  public static void setThreads(int threads) {
    prepareThread();
    if (threads > 0) {
      JniUtils.setNumThreads(threads);
    }
  }

  /** The number of threads inside one operation. */
  public static int threads() {
    prepareThread();
    return JniUtils.getNumThreads();
  }

  /** Seeds libtorch's own generator (dropout); everything else in Period seeds itself. */
  public static void seed(long seed) {
    prepareThread();
    JniUtils.setSeed(seed);
  }

  /** The device named {@code cpu} or {@code gpu}, {@code gpu:1}. */
  public static Device device(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (name.startsWith("gpu") || name.startsWith("cuda")) {
      int colon = name.indexOf(':');
      int index;
      try {
        index = colon < 0 ? 0 : Integer.parseInt(name.substring(colon + 1));
      } catch (NumberFormatException e) {
        throw new PeriodException(
            PeriodException.Kind.USAGE, "'" + name + "' is not a device; use cpu, gpu or gpu:1", e);
      }
      if (index >= gpuCount()) {
        throw new PeriodException(
            PeriodException.Kind.ENGINE,
            "device " + name + " is not available: libtorch sees " + gpuCount() + " GPUs");
      }
      return Device.gpu(index);
    }
    throw new PeriodException(
        PeriodException.Kind.USAGE, "'" + name + "' is not a device; use cpu, gpu or gpu:1");
  }

  /**
   * A new memory scope: arrays attached to it are freed when it is closed. Training and inference
   * open one per step; only parameters live longer.
   */
  public static NDManager scope(Device device) {
    prepareThread();
    return Holder.ENGINE.newBaseManager(device);
  }

  /** A new memory scope on the CPU. */
  public static NDManager scope() {
    return scope(Device.cpu());
  }

  /** Copies {@code values} into a new FP32 tensor. */
  public static NDArray floats(NDManager scope, float[] values, long... shape) {
    return scope.create(
        FloatBuffer.wrap(values), new Shape(shape), ai.djl.ndarray.types.DataType.FLOAT32);
  }

  /**
   * A number as a tensor that lives as long as {@code scope}. DJL's own products with a number free
   * it at once, although a recorded graph still reads it in the backward pass.
   */
  public static NDArray number(NDManager scope, double value) {
    return floats(scope, new float[] {(float) value});
  }

  /** Copies {@code values} into a new INT64 tensor, libtorch's index type. */
  public static NDArray longs(NDManager scope, long[] values, long... shape) {
    return scope.create(
        LongBuffer.wrap(values), new Shape(shape), ai.djl.ndarray.types.DataType.INT64);
  }

  /** Gives the current thread Period's defaults: gradients off, no graph optimizer. */
  static void prepareThread() {
    if (!PREPARED.get()) {
      if (Holder.ENGINE == null) {
        throw new IllegalStateException("the engine did not load");
      }
      JniUtils.setGradMode(false);
      JniUtils.setGraphExecutorOptimize(false);
      PREPARED.set(true);
    }
  }
}
