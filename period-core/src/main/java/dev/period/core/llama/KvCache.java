package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.RawTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keys and values of the positions that a decoder has seen, per layer [b, kvHeads, positions,
 * headDim]. Buffers grow by a quarter when they are full, so that a token costs its own keys and
 * values, not a copy of all.
 *
 * <p>Buffers belong to the scope of the call that last made them grow: use one scope for a whole
 * sequence of calls. Not thread-safe.
 */
public final class KvCache {
  private static final int SPARE = 64;

  private final List<NDArray> keys = new ArrayList<>();
  private final List<NDArray> values = new ArrayList<>();
  private final Kernel grow = Kernel.load(KvCache.class, "grow_cache", Map.of());
  private final Kernel span = Kernel.load(KvCache.class, "span", Map.of());
  private int length;

  /** The number of positions held. */
  public int length() {
    return length;
  }

  /** Forgets all but the first {@code positions}. */
  public void truncate(int positions) {
    if (positions < 0 || positions > length) {
      throw new IllegalArgumentException(positions + " of " + length + " positions");
    }
    length = positions;
  }

  /** The keys of a layer [b, kvHeads, positions, headDim]: a view, valid until the next call. */
  NDArray keys(NDManager scope, int layer) {
    return held(scope, keys.get(layer));
  }

  /** The values of a layer, likewise. */
  NDArray values(NDManager scope, int layer) {
    return held(scope, values.get(layer));
  }

  private NDArray held(NDManager scope, NDArray buffer) {
    return span.run(scope, buffer, 2L, 0L, (long) length);
  }

  /** True when there are keys and values of this layer. */
  boolean holds(int layer) {
    return layer < keys.size();
  }

  /** The buffer of a layer's keys. */
  NDArray keyBuffer(int layer) {
    return keys.get(layer);
  }

  /** The buffer of a layer's values. */
  NDArray valueBuffer(int layer) {
    return values.get(layer);
  }

  /** Makes room for {@code more} positions in a layer's buffers. */
  void reserve(NDManager scope, int layer, int rows, int more, LlamaConfig config, Dtype dtype) {
    int needed = length + more;
    if (!holds(layer)) {
      long[] shape = {rows, config.numKeyValueHeads(), capacity(needed), config.headDim()};
      put(layer, RawTensors.empty(scope, dtype, shape), RawTensors.empty(scope, dtype, shape));
    } else if (keys.get(layer).getShape().get(2) < needed) {
      put(
          layer,
          copied(scope, keys.get(layer), capacity(needed)),
          copied(scope, values.get(layer), capacity(needed)));
    }
  }

  /** Replaces the buffers of a layer, or adds those of the next one. */
  void put(int layer, NDArray newKeys, NDArray newValues) {
    if (layer == keys.size()) {
      keys.add(newKeys);
      values.add(newValues);
    } else {
      keys.set(layer, newKeys).close();
      values.set(layer, newValues).close();
    }
  }

  /** Counts positions that every layer has got. */
  void advance(int more) {
    length += more;
  }

  private NDArray copied(NDManager scope, NDArray buffer, int capacity) {
    return grow.run(scope, buffer, (long) length, (long) capacity);
  }

  private static int capacity(int needed) {
    return needed + needed / 4 + SPARE;
  }
}
