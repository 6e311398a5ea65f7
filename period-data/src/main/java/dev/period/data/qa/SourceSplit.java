package dev.period.data.qa;

import dev.period.data.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Divides data by source video: everything about one video falls into one part, whatever the order
 * of the records and however many there are, so that nothing of a video that is trained on is
 * judged on.
 */
public final class SourceSplit {
  private final Map<String, Double> shares;
  private final double sum;
  private final long seed;

  /**
   * A division.
   *
   * @param shares by name of the part; at least one, each above 0
   * @param seed another seed divides otherwise
   */
  public SourceSplit(Map<String, Double> shares, long seed) {
    this.shares = new LinkedHashMap<>(shares);
    this.seed = seed;
    this.sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (shares.isEmpty()
        || !(sum < Double.POSITIVE_INFINITY)
        || shares.values().stream().anyMatch(share -> !(share > 0))) {
      throw new IllegalArgumentException("shares must be above 0: " + shares);
    }
  }

  /**
   * The part to which everything about {@code source} belongs.
   *
   * @param source name of the video, the same for all that is cut from it
   */
  public String part(String source) {
    CRC32 hash = new CRC32();
    hash.update(source.getBytes(StandardCharsets.UTF_8));
    double place = (Seeds.of(seed, source.length(), hash.getValue()) >>> 11) * 0x1p-53 * sum;
    String last = "";
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      last = share.getKey();
      place -= share.getValue();
      if (place < 0) {
        break;
      }
    }
    return last;
  }
}
