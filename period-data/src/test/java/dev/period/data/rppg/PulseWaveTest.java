package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PulseWaveTest {
  @ParameterizedTest
  @ValueSource(doubles = {45, 61.7, 72, 99.3, 150, 188})
  void heartRates(double bpm) {
    PulseWave wave = PulseWave.of(sine(bpm, 600, 30), 30);
    assertEquals(bpm, wave.heartRate(PulseWave.Reading.FFT), 30.0 * 60 / 1024, "half a step");
    assertEquals(bpm, wave.heartRate(PulseWave.Reading.FINE), 0.3);
    assertEquals(bpm, wave.heartRate(PulseWave.Reading.PEAKS), 1);
    assertTrue(wave.signalToNoise(bpm) > 5);
    assertTrue(wave.signalToNoise(bpm < 100 ? bpm + 20 : bpm - 20) < -5);
  }

  @Test
  void aFlatWaveHasNoHeartRate() {
    PulseWave wave = PulseWave.of(new double[100], 30);
    for (PulseWave.Reading reading : PulseWave.Reading.values()) {
      assertTrue(Double.isNaN(wave.heartRate(reading)), reading.key());
    }
    assertTrue(Double.isNaN(wave.crossCorrelation(wave)));
    assertEquals(0, wave.signalToNoise(70), 0);
  }

  @Test
  void crossCorrelationForgivesDelayAndSign() {
    PulseWave wave = PulseWave.of(sine(72, 300, 30), 30);
    double[] late = new double[350];
    Arrays.setAll(late, t -> -3 * Math.sin(2 * Math.PI * 1.2 * (t - 11) / 30));
    assertEquals(1, wave.crossCorrelation(PulseWave.of(late, 30)), 0.05);
    assertTrue(wave.crossCorrelation(PulseWave.of(sine(100, 300, 30), 30)) < 0.4);
  }

  @Test
  void tooShortAndTooSlow() {
    assertEquals(10, PulseWave.of(new double[PulseWave.MIN_SAMPLES], 30).samples().length);
    assertThrows(PeriodException.class, () -> PulseWave.of(new double[9], 30));
    assertThrows(PeriodException.class, () -> PulseWave.of(new double[100], 6.6));
  }

  @Test
  void methodsRefuseWhatTheyCannotUse() {
    for (PulseMethod method : PulseMethod.all()) {
      // grey: no two channels differ
      double[] grey = sine(72, 300, 30);
      Arrays.setAll(grey, t -> 100 + grey[t]);
      tryToUse(method, new ColourTrace(new double[][] {grey, grey.clone(), grey.clone()}, 30));
      tryToUse(method, new ColourTrace(new double[3][300], 30));
      for (int frames : new int[] {1, 2, 5, 20, 47, 48, 49}) {
        tryToUse(method, part(SyntheticPulse.trace(72, 60, 30), frames));
      }
    }
  }

  /** Finite samples, or one sentence that says why not. */
  private static void tryToUse(PulseMethod method, ColourTrace trace) {
    try {
      for (double sample : method.pulse(trace)) {
        assertTrue(Double.isFinite(sample), method.key());
      }
    } catch (PeriodException e) {
      assertEquals(PeriodException.Kind.INPUT, e.kind());
    }
  }

  private static ColourTrace part(ColourTrace trace, int frames) {
    double[][] rgb = new double[3][];
    Arrays.setAll(rgb, c -> Arrays.copyOf(trace.rgb()[c], frames));
    return new ColourTrace(rgb, trace.framesPerSecond());
  }

  private static double[] sine(double bpm, int samples, double rate) {
    double[] wave = new double[samples];
    Arrays.setAll(wave, t -> Math.sin(2 * Math.PI * bpm / 60 * t / rate));
    return wave;
  }
}
