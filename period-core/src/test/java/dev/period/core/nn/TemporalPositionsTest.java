package dev.period.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.core.nn.TemporalPositions.Reading;
import java.util.Locale;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalPositionsTest {
  /** Three text tokens, two frames of four, two text tokens. */
  private static final int[] FRAMES = {-1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, -1, -1};

  @ParameterizedTest
  @CsvSource({
    "TEMPORAL, 0, 0 1 2 3 4 5 6 7 8 9 10 11 12",
    "GLOBAL, 0, 0 1 2 3 3 3 3 4 4 4 4 5 6",
    "TEMPORAL, 1, 0 2 4 6 7 8 9 11 12 13 14 16 18",
    "GLOBAL, 1, 0 2 4 6 7 8 9 11 12 13 14 16 18",
    "TEMPORAL, 0.5, 0 1.5 3 4.5 5.5 6.5 7.5 9 10 11 12 13.5 15",
    "GLOBAL, 0.5, 0 1.5 3 4.5 5 5.5 6 7.5 8 8.5 9 10.5 12"
  })
  void goldenPositions(Reading reading, double gamma, String expected) {
    TemporalPositions positions = new TemporalPositions(reading, gamma);
    float[] found = positions.of(FRAMES);
    assertEquals(13, found.length);
    try (Scanner numbers = new Scanner(expected).useLocale(Locale.ROOT)) {
      for (int i = 0; i < found.length; i++) {
        assertEquals(numbers.nextFloat(), found[i], "token " + i);
      }
    }
    // a generated token continues where the text ends
    assertEquals(found[12] - found[11], positions.textStep());
  }

  @Test
  void adjacentFramesAreDifferentSteps() {
    TemporalPositions temporal = new TemporalPositions(Reading.GLOBAL, 0);
    assertArrayEquals(new float[] {0, 0, 1, 2, 2}, temporal.of(new int[] {0, 0, 1, 2, 2}));
    assertEquals(0, temporal.of(new int[0]).length);
  }

  @Test
  void withoutGammaItIsOrdinary() {
    assertArrayEquals(
        new float[] {0, 1, 2, 3}, TemporalPositions.VANILLA.of(new int[] {-1, 0, 0, 1}));
    assertEquals(1, TemporalPositions.VANILLA.textStep());
    assertEquals(Reading.GLOBAL, Reading.parse("global"));
  }
}
