package dev.period.core.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of one model by their Hugging Face names, in the order in which the model asks for
 * them. A module asks for what it needs with name, initialisation and shape; whether the values are
 * loaded or fresh is not its concern.
 */
public final class Parameters implements AutoCloseable {
  private final Map<String, NDArray> arrays = new LinkedHashMap<>();
  private final NDManager memory;
  private final ParameterSource source;

  /** Parameters that live on {@code device} until closed. */
  public Parameters(Device device, ParameterSource source) {
    this.memory = Torch.scope(device);
    this.source = source;
  }

  /** The parameter {@code name}, created at its first use. */
  public NDArray get(String name, Init init, long... shape) {
    return arrays.computeIfAbsent(
        name, key -> Torch.floats(memory, source.values(key, init, shape), shape));
  }

  /** All parameters by name, in order of creation. */
  public Map<String, NDArray> all() {
    return Collections.unmodifiableMap(arrays);
  }

  /** The number of values in all parameters. */
  public long size() {
    return arrays.values().stream().mapToLong(NDArray::size).sum();
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
