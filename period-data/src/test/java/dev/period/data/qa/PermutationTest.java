package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
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
}
