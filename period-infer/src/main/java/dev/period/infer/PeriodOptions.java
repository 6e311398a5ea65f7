package dev.period.infer;

import dev.period.core.cache.FeatureCache;
import dev.period.data.video.VideoLimits;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a model runs.
 *
 * @param device {@code cpu}, {@code gpu} or {@code gpu:1}
 * @param dtype compute type of matrix products, {@code fp32} or {@code bf16}
 * @param threads inside one operation; 0 for libtorch's choice
 * @param limits of the videos that are read
 * @param cache of what is seen of videos, for who asks about the same ones again; null to look each
 *     time. An answer is the same with it, bit for bit
 */
public record PeriodOptions(
    String device, String dtype, int threads, VideoLimits limits, @Nullable FeatureCache cache)
    implements Serializable {
  /** The usual limits, no cache. */
  public PeriodOptions(String device, String dtype, int threads) {
    this(device, dtype, threads, VideoLimits.defaults(), null);
  }

  /** CPU, 32 bit, all cores. */
  public static PeriodOptions defaults() {
    return new PeriodOptions("cpu", "fp32", 0);
  }

  /** The same with a cache. */
  public PeriodOptions withCache(@Nullable FeatureCache newCache) {
    return new PeriodOptions(device, dtype, threads, limits, newCache);
  }

  /** The same with other limits. */
  public PeriodOptions withLimits(VideoLimits newLimits) {
    return new PeriodOptions(device, dtype, threads, newLimits, cache);
  }
}
