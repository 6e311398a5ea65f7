package dev.period.data.synthetic.pulse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.periodicity.SimilarityMaps;
import dev.period.data.Sample;
import dev.period.data.text.HeartQuestions;
import dev.period.data.text.Intent;
import dev.period.data.text.NumberExtraction;
import dev.period.data.text.Route;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PulseSourceTest {
  private static final PulseSource.View VIEW = new PulseSource.View(128, 4, 48);

  @Test
  void samplesAreFunctionsOfSeedAndIndex() {
    PulseMix traces = new PulseMix(0, 0.2);
    PulseSource source = new PulseSource(7, 1, traces, VIEW);
    Sample later = source.sample(3);
    Sample again = new PulseSource(7, 1, traces, VIEW).sample(3);
    assertEquals(later.id(), again.id());
    assertEquals(later.question(), again.question());
    assertArrayEquals(later.gram(), again.gram());
    float[] other = new PulseSource(8, 1, traces, VIEW).sample(3).gram();
    assertFalse(Arrays.equals(later.gram(), other));
    assertThrows(IllegalArgumentException.class, () -> source.sample(-1));
  }

  @Test
  void labelsAgree() {
    PulseSource source = new PulseSource(1, 1, new PulseMix(0, 0.3), VIEW);
    int painted = 0;
    for (int i = 0; i < 60; i++) {
      Sample sample = source.sample(i);
      double sum = 0;
      for (float d : Objects.requireNonNull(sample.density())) {
        assertTrue(d >= 0 && d < 1, "no two beats in two slots");
        sum += d;
      }
      assertEquals(sample.count(), sum, 1e-3);
      assertEquals(sample.count(), NumberExtraction.find(sample.answer()).orElseThrow().value(), 0);
      assertTrue(sample.count() == 0 || (sample.count() >= 5 && sample.count() <= 39));
      assertEquals(
          SimilarityMaps.NAMES.size() * 128 * 128, Objects.requireNonNull(sample.gram()).length);
      assertEquals(4, Objects.requireNonNull(sample.visual()).frames());
      painted += sample.count() == 0 ? 1 : 0;
    }
    assertTrue(painted > 5 && painted < 35, painted + " painted");
  }

  @Test
  void heldOutFacesTellTheirRate() {
    PulseSource.Held face = PulseSource.heldOut(1, 0, VIEW);
    assertEquals(60 * face.sample().count() / face.seconds(), face.bpm(), 1e-9);
    assertTrue(face.bpm() > 40 && face.bpm() < 190);
    assertTrue(face.seconds() > 7 && face.seconds() < 13);
    PulseSource.Held paint = PulseSource.heldOut(1, 7, VIEW);
    assertEquals(0, paint.bpm(), 0);
    assertEquals(0, paint.sample().count());
  }

  @Test
  void everyAnswerHoldsTheNumberOnly() {
    for (int beats : new int[] {0, 1, 12}) {
      String answer = HeartQuestions.answer(beats);
      assertEquals(String.valueOf(beats), answer.replaceAll("\\D", ""), answer);
      assertEquals(Intent.HEART, Route.of(answer).intent());
    }
    assertEquals("The heart beats 1 time.", HeartQuestions.answer(1));
  }
}
