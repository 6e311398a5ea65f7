package dev.period.core.llama;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and values of the positions that a decoder has seen, per layer [b, kvHeads, positions,
 * headDim]. They belong to the scope of the calls that made them.
 */
public final class KvCache {
  private final List<NDArray> keys = new ArrayList<>();
  private final List<NDArray> values = new ArrayList<>();

  /** The number of positions held. */
  public int length() {
    return keys.isEmpty() ? 0 : (int) keys.get(0).getShape().get(2);
  }

  /** A copy for {@code rows} continuations of the one sequence held. */
  public KvCache repeat(int rows) {
    KvCache copy = new KvCache();
    for (int layer = 0; layer < keys.size(); layer++) {
      copy.keys.add(keys.get(layer).repeat(0, rows));
      copy.values.add(values.get(layer).repeat(0, rows));
    }
    return copy;
  }

  boolean holds(int layer) {
    return layer < keys.size();
  }

  NDArray keys(int layer) {
    return keys.get(layer);
  }

  NDArray values(int layer) {
    return values.get(layer);
  }

  void put(int layer, NDArray newKeys, NDArray newValues) {
    if (layer == keys.size()) {
      keys.add(newKeys);
      values.add(newValues);
    } else {
      keys.set(layer, newKeys);
      values.set(layer, newValues);
    }
  }
}
