package dev.period.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.nn.AttentionMask;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random tokens for a decoder, with targets at every tenth position.
 *
 * @param size rows
 * @param width tokens per row
 * @param ids [size * width]
 * @param mask of one row, which all share [width * width]
 * @param rows flat indices of the positions with a target
 * @param targets of those
 */
@SuppressWarnings("ArrayRecordComponent")
record DecoderBatch(int size, int width, long[] ids, float[] mask, long[] rows, long[] targets) {
  static DecoderBatch random(int size, int width, int vocabulary) {
    SplittableRandom random = new SplittableRandom(4);
    int[] frames = new int[width];
    Arrays.fill(frames, -1);
    float[] mask = new float[width * width];
    AttentionMask.CAUSAL.fill(frames, 0, width, mask, 0);
    int n = size * width / 10;
    long[] rows = new long[n];
    Arrays.setAll(rows, i -> i * 10L);
    return new DecoderBatch(
        size,
        width,
        random.longs((long) size * width, 0, vocabulary).toArray(),
        mask,
        rows,
        random.longs(n, 0, vocabulary).toArray());
  }

  int tokens() {
    return size * width;
  }

  NDArray ids(NDManager scope) {
    return Torch.longs(scope, ids, size, width);
  }

  NDArray positions(NDManager scope) {
    float[] positions = new float[tokens()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i % width;
    }
    return Torch.floats(scope, positions, size, width);
  }

  NDArray mask(NDManager scope) {
    float[] all = new float[size * width * width];
    for (int row = 0; row < size; row++) {
      System.arraycopy(mask, 0, all, row * mask.length, mask.length);
    }
    return Torch.floats(scope, all, size, 1, width, width);
  }

  /** Target ids one by one, for a loss with hard targets. */
  float[] certain() {
    float[] ones = new float[targets.length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
