package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixtureTest {
  private static SampleSource named(String name) {
    return index -> new Sample(name + index, "q", "a", -1, null, null, null, null);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 16, 17, 100, 1000, 4097})
  void aPermutationHoldsEverythingOnce(long n) {
    for (long seed = 0; seed < 5; seed++) {
      Permutation order = new Permutation(n, seed);
      BitSet seen = new BitSet();
      for (long place = 0; place < n; place++) {
        seen.set((int) order.at(place));
      }
      assertEquals(n, seen.cardinality(), "seed " + seed);
      assertEquals(n, seen.length(), "seed " + seed);
    }
  }

  @Test
  void aPermutationIsShuffled() {
    Permutation order = new Permutation(10_000, 3);
    int kept = 0;
    int ascending = 0;
    for (int place = 1; place < 10_000; place++) {
      kept += order.at(place) == place ? 1 : 0;
      ascending += order.at(place) > order.at(place - 1) ? 1 : 0;
    }
    assertTrue(kept < 10, kept + " stand where they stood");
    assertTrue(ascending > 4800 && ascending < 5200, ascending + " of 9999 ascend");
    assertNotEquals(order.at(0), new Permutation(10_000, 4).at(0));
  }

  @Test
  void aVeryLargeOrderNeedsNoMemory() {
    Permutation order = new Permutation(1L << 60, 3);
    assertTrue(order.at(12345) >= 0);
    assertNotEquals(order.at(1), order.at(2));
  }

  @Test
  void partsGetTheirSharesOverAnyStretch() {
    Mixture mixture =
        new Mixture(
            List.of(
                new Mixture.Part(named("a"), 10, 2),
                new Mixture.Part(named("b"), 1000, 5),
                new Mixture.Part(named("c"), 3, 0.5)),
            1);
    for (int from : new int[] {0, 137, 990, 5000}) {
      int[] counts = new int[3];
      for (int i = from; i < from + 150; i++) {
        counts[mixture.sample(i).id().charAt(0) - 'a']++;
      }
      assertEquals(40, counts[0], 2);
      assertEquals(100, counts[1], 2);
      assertEquals(10, counts[2], 2);
    }
  }

  @Test
  void aPartGoesThroughAllItsSamplesBeforeItRepeatsOne() {
    Mixture mixture =
        new Mixture(
            List.of(new Mixture.Part(named("a"), 7, 1), new Mixture.Part(named("b"), 5, 1)), 9);
    List<String> a = new ArrayList<>();
    for (int i = 0; i < 56; i++) {
      String id = mixture.sample(i).id();
      if (id.startsWith("a")) {
        a.add(id);
      }
    }
    assertEquals(28, a.size());
    Set<List<String>> orders = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      List<String> order = a.subList(7 * round, 7 * round + 7);
      assertEquals(7, new HashSet<>(order).size());
      orders.add(order);
    }
    assertTrue(orders.size() > 1, "every round has the same order");
  }

  @Test
  void theSameIndexIsAlwaysTheSameSample() {
    List<Mixture.Part> parts = List.of(new Mixture.Part(named("a"), 100, 1));
    Mixture once = new Mixture(parts, 4);
    Mixture again = new Mixture(parts, 4);
    Mixture other = new Mixture(parts, 5);
    int differs = 0;
    for (int i = 99; i >= 0; i--) {
      assertEquals(once.sample(i).id(), again.sample(i).id());
      differs += once.sample(i).id().equals(other.sample(i).id()) ? 0 : 1;
    }
    assertTrue(differs > 80);
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Mixture(List.of(), 0));
    assertThrows(IllegalArgumentException.class, () -> new Mixture.Part(named("a"), 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Mixture.Part(named("a"), 1, Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Mixture(
                List.of(new Mixture.Part(named("a"), 1, 1), new Mixture.Part(named("b"), 1, 1e-6)),
                0));
  }

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
