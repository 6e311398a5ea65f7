package dev.period.train.parallel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums many arrays by few calls: they are copied, one behind the other, through a buffer that is
 * summed whenever it is full. An array may span several buckets.
 */
final class FlatBuckets {
  private final Collective processes;
  private final FloatBuffer bucket;

  /**
   * Buckets.
   *
   * @param floats in one bucket
   */
  FlatBuckets(Collective processes, int floats) {
    this.processes = processes;
    this.bucket =
        ByteBuffer.allocateDirect(floats * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /**
   * Replaces each element by its sum over all processes.
   *
   * @param arrays as many, and as long, as on every other process; all of each is summed
   */
  void sum(List<FloatBuffer> arrays) {
    List<FloatBuffer> inside = new ArrayList<>();
    for (FloatBuffer array : arrays) {
      int done = 0;
      while (done < array.capacity()) {
        int length = Math.min(array.capacity() - done, bucket.remaining());
        FloatBuffer part = array.slice(done, length);
        bucket.put(part.duplicate());
        inside.add(part);
        done += length;
        if (!bucket.hasRemaining()) {
          flush(inside);
        }
      }
    }
    if (!inside.isEmpty()) {
      flush(inside);
    }
  }

  private void flush(List<FloatBuffer> parts) {
    processes.sum(bucket.slice(0, bucket.position()));
    int from = 0;
    for (FloatBuffer part : parts) {
      part.put(0, bucket, from, part.capacity());
      from += part.capacity();
    }
    parts.clear();
    bucket.clear();
  }
}
