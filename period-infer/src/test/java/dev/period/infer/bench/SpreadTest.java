package dev.period.infer.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void medianAndExtremes() {
    assertEquals(new Spread(2, 1, 9, 3), Spread.of(9, 1, 2));
    assertEquals(new Spread(2.5, 1, 9, 4), Spread.of(9, 1, 3, 2));
    assertEquals(new Spread(7, 7, 7, 1), Spread.of(7));
    assertThrows(IllegalArgumentException.class, Spread::of);
  }
}
