package dev.period.core.periodicity;

/**
 * Where the lag image takes its values from: row t holds the similarity of frame t with frames
 * t-lags … t-1 and t+1 … t+lags.
 *
 * @param index flat index into a [frames, frames] map, shape [frames, 2 * lags], clamped at the
 *     ends
 * @param inside 1 where the other frame exists, else 0, same shape
 */
@SuppressWarnings("ArrayRecordComponent")
record LagImage(long[] index, float[] inside) {

  LagImage(int frames, int lags) {
    this(new long[frames * 2 * lags], new float[frames * 2 * lags]);
    for (int t = 0; t < frames; t++) {
      for (int column = 0; column < 2 * lags; column++) {
        int lag = column < lags ? column - lags : column - lags + 1;
        int other = t + lag;
        int cell = t * 2 * lags + column;
        inside[cell] = other >= 0 && other < frames ? 1 : 0;
        index[cell] = (long) t * frames + Math.min(Math.max(other, 0), frames - 1);
      }
    }
  }
}
