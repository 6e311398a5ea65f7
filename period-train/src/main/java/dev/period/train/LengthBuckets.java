package dev.period.train;

import dev.period.data.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.LongToIntFunction;

/**
 * An order of samples in which neighbours are of about the same length, so that a batch of them
 * needs little padding. Samples are sorted within windows of a few batches, and the batches of a
 * window come in random order; which samples a window holds stays as it was.
 */
final class LengthBuckets {
  private final LongToIntFunction length;
  private final int batch;
  private final int batches;
  private final long seed;
  private Window newest;

  @SuppressWarnings("ArrayRecordComponent")
  private record Window(long index, long[] order) {}

  /**
   * An order.
   *
   * @param length of the sample at an index, in tokens or whatever grows with them
   * @param batch samples that are padded together
   * @param batches in a window; 1 leaves the order as it is
   */
  LengthBuckets(LongToIntFunction length, int batch, int batches, long seed) {
    this.length = length;
    this.batch = batch;
    this.batches = batches;
    this.seed = seed;
    this.newest = window(0);
  }

  /** The index before of what stands at {@code index} now. */
  long at(long index) {
    long size = (long) batch * batches;
    return window(index / size).order()[(int) (index % size)];
  }

  private synchronized Window window(long index) {
    if (newest == null || newest.index() != index) {
      newest = new Window(index, order(index));
    }
    return newest;
  }

  private long[] order(long window) {
    List<Long> indices = new ArrayList<>();
    long first = window * batch * batches;
    for (long i = first; i < first + (long) batch * batches; i++) {
      indices.add(i);
    }
    if (batches > 1) {
      indices.sort(Comparator.comparingInt(length::applyAsInt));
    }
    List<List<Long>> parts = new ArrayList<>();
    for (int from = 0; from < indices.size(); from += batch) {
      parts.add(indices.subList(from, from + batch));
    }
    if (batches > 1) {
      Collections.shuffle(parts, new Random(Seeds.of(seed, 0, window)));
    }
    return parts.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
  }
}
