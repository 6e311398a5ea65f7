package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceSplitTest {
  @Test
  void aSourceIsInOnePartWhateverTheOrder() {
    Map<String, Double> shares = new LinkedHashMap<>();
    shares.put("train", 8.0);
    shares.put("val", 1.0);
    shares.put("test", 1.0);
    SourceSplit split = new SourceSplit(shares, 3);
    SourceSplit again = new SourceSplit(shares, 3);
    SourceSplit other = new SourceSplit(shares, 4);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    int moved = 0;
    for (int i = 4999; i >= 0; i--) {
      String source = "videos/clip" + i + ".mp4";
      assertEquals(split.part(source), again.part(source));
      sizes.merge(split.part(source), 1, Integer::sum);
      moved += split.part(source).equals(other.part(source)) ? 0 : 1;
    }
    assertEquals(4000, sizes.get("train"), 120);
    assertEquals(500, sizes.get("val"), 90);
    assertEquals(500, sizes.get("test"), 90);
    assertTrue(moved > 1000, "another seed divides otherwise");
    assertThrows(IllegalArgumentException.class, () -> new SourceSplit(Map.of("a", 0.0), 0));
  }
}
