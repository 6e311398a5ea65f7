package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchMixTest {
  @Test
  void batchesAreOfOneKindInTheirShares() {
    SampleSource mixed =
        BatchMix.of(
            4,
            source("usual"),
            List.of(new BatchMix.Part(source("a"), 0.1), new BatchMix.Part(source("b"), 0.25)));
    Map<String, Integer> batches = new HashMap<>();
    for (int batch = 0; batch < 200; batch++) {
      Set<String> kinds = new HashSet<>();
      for (int i = 0; i < 4; i++) {
        Sample sample = mixed.sample(batch * 4L + i);
        assertEquals(batch * 4 + i, sample.count(), "a source is asked for the same index");
        kinds.add(sample.id());
      }
      assertEquals(1, kinds.size());
      batches.merge(kinds.iterator().next(), 1, Integer::sum);
    }
    assertEquals(Map.of("a", 20, "b", 50, "usual", 130), batches);
  }

  @Test
  void kindsAreSpread() {
    SampleSource mixed =
        BatchMix.of(1, source("usual"), List.of(new BatchMix.Part(source("a"), 0.2)));
    int before = -1;
    for (int i = 0; i < 100; i++) {
      if (mixed.sample(i).id().equals("a")) {
        assertTrue(i - before <= 9, "a gap of " + (i - before));
        before = i;
      }
    }
  }

  private static SampleSource source(String id) {
    return index -> new Sample(id, "", "", (int) index, null, null, null, null);
  }
}
