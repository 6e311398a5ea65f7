package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import org.junit.jupiter.api.Test;

class PulseWavesTest {
  @Test
  void thePulseShowsAsStripes() {
    PulseWaves waves = PulseWaves.of(SyntheticPulse.trace(75, 400, 30));
    int slots = 128;
    float[] gram = waves.gram(50, 350, slots);
    // 300 frames are 10 s: a beat takes 0.8 s, which is 10.16 slots
    for (int feature : new int[] {0, 1, 3, 4}) {
      double same = 0;
      double opposite = 0;
      for (int t = 20; t < 100; t++) {
        int row = (feature * slots + t) * slots;
        same += gram[row + t + 10];
        opposite += gram[row + t + 5];
      }
      assertTrue(same > 0 && opposite < -0.5 * same, feature + ": " + same + " " + opposite);
    }
  }

  @Test
  void wavesAreThoseOfTheMethods() {
    ColourTrace trace = SyntheticPulse.trace(66, 300, 30);
    PulseWaves waves = PulseWaves.of(trace);
    double[] whole = PulseWave.of(PulseMethod.pos().pulse(trace), 30).samples();
    double[] part = new double[100];
    System.arraycopy(whole, 40, part, 0, 100);
    assertArrayEquals(part, waves.pos(40, 140).samples());
    assertEquals(300, waves.frames());
  }

  @Test
  void patchesHaveTheColourOfTheSkin() {
    PulseWaves waves = PulseWaves.of(SyntheticPulse.trace(66, 300, 30));
    FrameSequence patches = waves.patches(0, 299, 8, 4);
    assertEquals(8, patches.frames());
    int first = (patches.rgb()[0] & 0xFF);
    assertEquals(120, first, 5);
    assertEquals(patches.rgb()[1], patches.rgb()[4]);
    assertTrue(patches.timesSeconds()[0] > 0 && patches.timesSeconds()[7] < 10);
  }

  @Test
  void aTraceMayBeTooShort() {
    ColourTrace trace = SyntheticPulse.trace(66, 40, 30);
    PeriodException e = assertThrows(PeriodException.class, () -> PulseWaves.of(trace));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
  }
}
