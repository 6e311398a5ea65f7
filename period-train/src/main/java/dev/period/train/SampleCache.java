package dev.period.train;

import dev.period.core.FrameSequence;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Samples of another source in memory, as many as there is room for; those that were not asked for
 * the longest go first. A video is decoded once for all rounds through a small data set.
 */
final class SampleCache implements SampleSource {
  private final SampleSource source;
  private final long room;
  private final Map<Long, Sample> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /** A cache of at most {@code room} bytes. */
  SampleCache(SampleSource source, long room) {
    this.source = source;
    this.room = room;
  }

  @Override
  public Sample sample(long index) {
    synchronized (kept) {
      Sample known = kept.get(index);
      if (known != null) {
        return known;
      }
    }
    Sample made = source.sample(index); // several threads decode at once
    synchronized (kept) {
      if (kept.putIfAbsent(index, made) == null) {
        used += bytes(made);
      }
      var oldest = kept.entrySet().iterator();
      while (used > room && oldest.hasNext()) {
        used -= bytes(oldest.next().getValue());
        oldest.remove();
      }
    }
    return made;
  }

  private static long bytes(Sample sample) {
    float[] gram = sample.gram();
    FrameSequence visual = sample.visual();
    long frames = visual == null ? 0 : visual.rgb().length;
    for (FrameSequence image : sample.images()) {
      frames += image.rgb().length;
    }
    return 1000 + frames + (gram == null ? 0 : 4L * gram.length);
  }
}
