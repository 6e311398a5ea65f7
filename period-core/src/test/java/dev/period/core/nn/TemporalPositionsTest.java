package dev.period.core.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.core.nn.TemporalPositions.Reading;
import java.util.Arrays;
import java.util.Locale;
import java.util.Scanner;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    // generated tokens continue where the text ends
    assertEquals(found[12] + 1 + gamma, positions.behind(FRAMES, 0));
    assertEquals(found[12] + 2 * (1 + gamma), positions.behind(FRAMES, 1));
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
    assertEquals(Reading.GLOBAL, Reading.parse("global"));
  }

  /** A generated token stands where it would stand in the prompt. */
  @ParameterizedTest
  @CsvSource({"TEMPORAL, 1", "TEMPORAL, 0.3", "GLOBAL, 0.7", "GLOBAL, 2", "TEMPORAL, 0"})
  void generatedTokensGoOnAsIfTheyHadBeenThere(Reading reading, double gamma) {
    TemporalPositions positions = new TemporalPositions(reading, gamma);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 50; i++) {
      int[] prompt = layout(random);
      int[] dialogue = Arrays.copyOf(prompt, prompt.length + 9);
      Arrays.fill(dialogue, prompt.length, dialogue.length, -1);
      float[] all = positions.of(dialogue);
      assertArrayEquals(positions.of(prompt), Arrays.copyOf(all, prompt.length));
      for (int k = 0; k < 9; k++) {
        assertEquals(all[prompt.length + k], positions.behind(prompt, k), Arrays.toString(prompt));
      }
    }
  }

  /** Within a frame only P moves; from text to text, and from frame to frame, both do. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, 1, 1.5})
  void stepsOfBothReadings(double gamma) {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 50; i++) {
      int[] frames = layout(random);
      float[] temporal = new TemporalPositions(Reading.TEMPORAL, gamma).of(frames);
      float[] global = new TemporalPositions(Reading.GLOBAL, gamma).of(frames);
      for (int m = 1; m < frames.length; m++) {
        boolean within = frames[m] >= 0 && frames[m] == frames[m - 1];
        assertEquals(within ? 1 : 1 + gamma, temporal[m] - temporal[m - 1], 1e-4);
        assertEquals(within ? gamma : 1 + gamma, global[m] - global[m - 1], 1e-4);
      }
    }
  }

  /** Text, and frames of one to four tokens, in any order. */
  private static int[] layout(SplittableRandom random) {
    int[] frames = new int[random.nextInt(30)];
    int frame = -1;
    int left = 0;
    for (int i = 0; i < frames.length; i++) {
      if (left == 0 && random.nextBoolean()) {
        frames[i] = -1;
        continue;
      }
      if (left == 0) {
        frame++;
        left = 1 + random.nextInt(4);
      }
      frames[i] = frame;
      left--;
    }
    return frames;
  }
}
