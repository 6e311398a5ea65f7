package dev.period.core.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.PackedLinear;
import dev.period.core.engine.Torch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one model by their Hugging Face names, in the order in which the model asks for
 * them. A module asks for what it needs with name, initialisation and shape; whether the values are
 * loaded or fresh is not its concern.
 */
public final class Parameters implements AutoCloseable {
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private final NDManager memory;
  private final ParameterSource source;
  private final WeightFormat format;
  private final @Nullable Lora lora;
  private final Dropout dropout = new Dropout();

  /** Parameters for training that live on {@code device} until closed. */
  public Parameters(Device device, ParameterSource source) {
    this(device, source, WeightFormat.TRAINING);
  }

  /** Parameters in {@code format} that live on {@code device} until closed. */
  public Parameters(Device device, ParameterSource source, WeightFormat format) {
    this(device, source, format, null);
  }

  /**
   * Parameters in {@code format} that live on {@code device} until closed.
   *
   * @param lora which linear maps have adapters; null for none
   */
  public Parameters(
      Device device, ParameterSource source, WeightFormat format, @Nullable Lora lora) {
    this.memory = Torch.scope(device);
    this.source = source;
    this.format = format;
    this.lora = lora;
  }

  /**
   * The parameter {@code name}, created at its first use. If it cannot be had, all are closed.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when the source does not have it
   */
  public NDArray get(String name, Init init, long... shape) {
    return arrays.computeIfAbsent(
        name,
        key -> create(() -> source.tensor(memory, format.dtype(key, shape), key, init, shape)));
  }

  /**
   * The matrix [out, in] of a linear layer that only {@link #linearFunction} reads; packed where
   * the format says so.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when the source does not have it
   */
  public NDArray linear(String name, Init init, long out, long in) {
    return format.packed()
        ? arrays.computeIfAbsent(name, key -> create(() -> packed(key, init, out, in)))
        : get(name, init, out, in);
  }

  /** What a kernel calls to multiply by matrices from {@link #linear}: input, matrix, bias. */
  public String linearFunction() {
    return format.packed() ? PackedLinear.FUNCTION : "torch.linear";
  }

  private NDArray packed(String name, Init init, long... shape) {
    try (NDManager passing = Torch.scope(memory.getDevice())) {
      NDArray plain = source.tensor(passing, format.matrices(), name, init, shape);
      return PackedLinear.pack(memory, plain);
    }
  }

  private NDArray create(Supplier<NDArray> parameter) {
    try {
      return parameter.get();
    } catch (RuntimeException e) {
      // whoever builds a model cannot close what it never got; its weights may be gigabytes
      memory.close();
      throw e;
    }
  }

  /** All parameters by name, in order of creation. */
  public Map<String, NDArray> all() {
    return Collections.unmodifiableMap(arrays);
  }

  /** The number of values in all parameters. */
  public long size() {
    return arrays.values().stream().mapToLong(NDArray::size).sum();
  }

  /** The element type that a parameter is kept in. */
  public Dtype dtype(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return format.dtype(name, array.getShape().getShape());
  }

  /** Which linear maps have adapters; null for none. */
  public @Nullable Lora lora() {
    return lora;
  }

  /** When adapters drop inputs. */
  public Dropout dropout() {
    return dropout;
  }

  /** How the values are kept. */
  public WeightFormat format() {
    return format;
  }

  /** The device that holds them. */
  public Device device() {
    return memory.getDevice();
  }

  @Override
  public void close() {
    memory.close();
  }
}
