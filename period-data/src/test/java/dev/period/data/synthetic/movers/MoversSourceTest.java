package dev.period.data.synthetic.movers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.data.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MoversSourceTest {
  private static final int FRAMES = 8;
  private static final int SIZE = MoversClip.SIZE;

  @Test
  void whatIsAskedIsWhatIsSeen() {
    for (int i = 0; i < 200; i++) {
      MoversSource.Held held = MoversSource.heldOut(1, FRAMES, i);
      assertEquals(held.sample().count(), timesSeen(held.sample()), held.sample().id());
      assertNotEquals(held.sample().count(), held.otherCount(), held.sample().id());
    }
    MoversSource training = new MoversSource(1, FRAMES);
    for (int i = 0; i < 200; i++) {
      Sample sample = training.sample(i);
      assertEquals(sample.count(), timesSeen(sample), sample.id());
      assertEquals(String.valueOf(sample.count()), sample.answer().replaceAll("\\D", ""));
      assertNull(sample.gram(), "self-similarity would tell counts without a look at who moves");
    }
  }

  /** Counts the frames that show the colour that the question names. */
  private static int timesSeen(Sample sample) {
    FrameSequence frames = Objects.requireNonNull(sample.visual());
    Mover.Colour colour =
        Arrays.stream(Mover.Colour.values())
            .filter(c -> sample.question().contains(" " + c.name().toLowerCase(Locale.ROOT) + " "))
            .findFirst()
            .orElseThrow();
    int seen = 0;
    for (int t = 0; t < frames.frames(); t++) {
      int first = t * SIZE * SIZE;
      seen +=
          IntStream.range(first, first + SIZE * SIZE)
                  .anyMatch(pixel -> is(frames.rgb(), pixel, colour))
              ? 1
              : 0;
    }
    return seen;
  }

  private static boolean is(byte[] rgb, int pixel, Mover.Colour colour) {
    for (int c = 0; c < 3; c++) {
      if ((rgb[pixel * 3 + c] & 0xFF) != colour.channel(c)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void indicesDecide() {
    MoversSource source = new MoversSource(3, FRAMES);
    Sample sample = source.sample(7);
    Sample again = new MoversSource(3, FRAMES).sample(7);
    assertEquals(sample.question(), again.question());
    assertArrayEquals(pixels(sample), pixels(again));
    assertFalse(Arrays.equals(pixels(sample), pixels(source.sample(8))));
    assertFalse(Arrays.equals(pixels(sample), pixels(MoversSource.heldOut(3, FRAMES, 7).sample())));
    assertThrows(IllegalArgumentException.class, () -> source.sample(-1));
    assertThrows(IllegalArgumentException.class, () -> new MoversSource(1, 1));
  }

  private static byte[] pixels(Sample sample) {
    return Objects.requireNonNull(sample.visual()).rgb();
  }

  @Test
  void aConstantIsRightInAFifthOfTheQuestions() {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      counts.merge(MoversSource.heldOut(2, FRAMES, i).sample().count(), 1, Integer::sum);
    }
    assertEquals(5, counts.size());
    counts.values().forEach(n -> assertTrue(n > 150 && n < 250, counts.toString()));
  }

  @Test
  void everyWayOfAppearingIsEquallyLikely() {
    SplittableRandom rng = new SplittableRandom(5);
    Map<String, Integer> ways = new HashMap<>();
    for (int i = 0; i < 6000; i++) {
      boolean[] seen = Appearances.sample(rng, 6, 2);
      ways.merge(Arrays.toString(seen), 1, Integer::sum);
      for (int t = 1; t < seen.length; t++) {
        assertFalse(seen[t] && seen[t - 1], "gone in between");
      }
    }
    assertEquals(10, ways.size(), "two of five places");
    ways.values().forEach(n -> assertTrue(n > 500 && n < 700, ways.toString()));
    assertEquals(3, Appearances.most(6));
    assertEquals(4, Appearances.most(7));
    assertArrayEquals(
        new boolean[] {true, false, true, false, true},
        Appearances.sample(rng, 5, Appearances.most(5)));
  }
}
