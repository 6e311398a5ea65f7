package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.SimilarityMaps;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.text.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MacroSourceTest {
  private static final int FRAMES = SimilarityWorld.FRAMES;

  @Test
  void everySampleIsWholeAndHonest() {
    SampleSource source = new MacroSource(1, 6, 30, 8, MacroMix.DEFAULT);
    for (int i = 0; i < 300; i++) {
      check(source.sample(i));
    }
  }

  @Test
  void heldOutSamplesAreWholeAndRepeatable() {
    SampleSource source = MacroSource.heldOut(4);
    for (int i = 0; i < 3; i++) {
      check(source.sample(i));
    }
    assertSame(source.sample(1), MacroSource.heldOut(4).sample(1));
  }

  @Test
  void threadsSeeTheSameSamples() throws Exception {
    MacroMix noRendering = new MacroMix(0, 2, 1);
    SampleSource shared = new MacroSource(9, 1, 8, 8, noRendering);
    Callable<List<Sample>> read =
        () -> {
          List<Sample> samples = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            samples.add(shared.sample(i));
          }
          return samples;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      SampleSource alone = new MacroSource(9, 1, 8, 8, noRendering);
      for (Future<List<Sample>> samples : threads.invokeAll(List.of(read, read, read, read))) {
        for (int i = 0; i < 20; i++) {
          assertSame(alone.sample(i), samples.get().get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aFilledPoolIsFast() {
    SampleSource source = new MacroSource(2, 4, 8, 8, MacroMix.DEFAULT);
    for (int i = 0; i < 200; i++) {
      source.sample(i);
    }
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      source.sample(i);
    }
    double perSecond = 100 / ((System.nanoTime() - start) / 1e9);
    // Far below what any machine does: this notices a pool that forgets, not a slow computer.
    assertTrue(perSecond > 50, perSecond + " samples per second");
  }

  @Test
  void badArgumentsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MacroMix(0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new MacroMix(1, -1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new MacroSource(0, 0, 10, 8, MacroMix.DEFAULT));
    assertThrows(IllegalArgumentException.class, () -> MacroSource.heldOut(0).sample(-1));
  }

  private static void check(Sample sample) {
    float[] gram = Objects.requireNonNull(sample.gram());
    float[] density = Objects.requireNonNull(sample.density());
    float[] active = Objects.requireNonNull(sample.active());
    FrameSequence visual = Objects.requireNonNull(sample.visual());
    assertEquals(SimilarityMaps.NAMES.size() * FRAMES * FRAMES, gram.length);
    assertEquals(FRAMES / 2, density.length);
    assertEquals(FRAMES / 2, active.length);
    assertEquals(MacroSource.VISUAL_FRAMES, visual.frames());
    assertEquals(48, visual.width());
    float sum = 0;
    for (int i = 0; i < density.length; i++) {
      sum += density[i];
      assertTrue(density[i] > -1e-4 && active[i] >= 0 && active[i] <= 1, sample.id());
    }
    assertEquals(Math.round(sum), sum, 1e-3f, sample.id());
    boolean counts = Route.of(sample.answer()).intent().counts();
    assertEquals(counts ? Math.round(sum) : -1, sample.count(), sample.id());
  }

  private static void assertSame(Sample expected, Sample actual) {
    assertEquals(expected.id(), actual.id());
    assertEquals(expected.question(), actual.question());
    assertEquals(expected.answer(), actual.answer());
    assertArrayEquals(expected.gram(), actual.gram());
    assertArrayEquals(expected.density(), actual.density());
    assertArrayEquals(
        Objects.requireNonNull(expected.visual()).rgb(),
        Objects.requireNonNull(actual.visual()).rgb());
  }
}
