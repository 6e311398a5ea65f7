package dev.period.core.cache;

import dev.period.core.checkpoint.TensorData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is kept: tensors and a few words.
 *
 * @param tensors by name, in order
 * @param words by name
 */
public record CacheEntry(Map<String, TensorData> tensors, Map<String, String> words) {
  /** Copies the maps. */
  public CacheEntry {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
  }

  /** Bytes of all tensors. */
  long bytes() {
    return tensors.values().stream().mapToLong(tensor -> tensor.bytes().remaining()).sum();
  }
}
