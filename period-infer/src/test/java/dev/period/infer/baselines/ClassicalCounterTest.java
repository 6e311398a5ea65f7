package dev.period.infer.baselines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicalCounterTest {
  private static final int FRAMES = 128;
  private final ClassicalCounter wholeClip = new SelfSimilarity(SelfSimilarity.Extent.WHOLE_CLIP);
  private final ClassicalCounter active = new SelfSimilarity(SelfSimilarity.Extent.ACTIVE_FRAMES);

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8, 12})
  void countsTheRoundsOfABlob(int cycles) {
    byte[] grey = MovingBlob.clip(FRAMES, cycles, 8, 0, FRAMES);
    assertEquals(cycles, wholeClip.count(grey, FRAMES));
    assertEquals(cycles, active.count(grey, FRAMES));
    assertEquals(cycles, new PcaSpectrum().count(grey, FRAMES));
  }

  @Test
  void thereAndBackAreTwoBurstsOfMotion() {
    byte[] grey = MovingBlob.clip(FRAMES, 4, 0, 0, FRAMES);
    assertEquals(8, new MotionEnergy().count(grey, FRAMES));
  }

  @Test
  void activeFramesLeaveOutRest() {
    byte[] grey = MovingBlob.clip(FRAMES, 6, 8, 40, 112);
    assertEquals(6, active.count(grey, FRAMES), 1);
    assertEquals(FRAMES / 12.0, wholeClip.count(grey, FRAMES), 1);
  }

  @Test
  void nothingMovesInAStillClip() {
    byte[] still = MovingBlob.clip(FRAMES, 0, 8, 0, FRAMES);
    for (ClassicalCounter counter : ClassicalCounter.all()) {
      assertEquals(0, counter.count(still, FRAMES), counter.key());
    }
  }

  @Test
  void veryShortClipsDoNotFail() {
    for (int frames = 1; frames < 8; frames++) {
      byte[] grey = MovingBlob.clip(frames, 1, 8, 0, frames);
      for (ClassicalCounter counter : ClassicalCounter.all()) {
        counter.count(grey, frames);
      }
    }
  }

  @Test
  void theBufferMustHoldTheFrames() {
    for (ClassicalCounter counter : ClassicalCounter.all()) {
      assertThrows(
          IllegalArgumentException.class, () -> counter.count(new byte[7], 2), counter.key());
    }
  }

  @Test
  void namesAreThoseOfTheReport() {
    assertEquals(
        List.of(
            "motion_energy", "pca_spectrum", "self_similarity_period", "self_similarity_active"),
        ClassicalCounter.all().stream().map(ClassicalCounter::key).toList());
  }
}
