package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.period.data.dsp.ReferenceSignals;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against rPPG-Toolbox. */
class PulseMethodParityTest {
  private static final JsonNode REFERENCE = ReferenceSignals.read();

  @ParameterizedTest
  @ValueSource(strings = {"clean_30fps_72bpm", "noisy_25fps_96bpm"})
  void wavesAndWhatIsReadOffThem(String name) {
    JsonNode expected = REFERENCE.get("traces").get(name);
    ColourTrace trace = trace(expected);
    for (PulseMethod method : PulseMethod.all()) {
      String key = method.key().toUpperCase(Locale.ROOT);
      if (!expected.has(key)) {
        continue; // ICA, see below
      }
      double[] pulse = method.pulse(trace);
      assertArrayEquals(ReferenceSignals.doubles(expected.get(key)), pulse, 1e-8, key);
      PulseWave wave = PulseWave.of(pulse, trace.framesPerSecond());
      JsonNode rates = expected.get("heart_rate").get(key);
      assertEquals(
          rates.get("fft_bpm").asDouble(), wave.heartRate(PulseWave.Reading.FFT), 1e-9, key);
      assertEquals(
          rates.get("peak_bpm").asDouble(), wave.heartRate(PulseWave.Reading.PEAKS), 1e-9, key);
      assertEquals(
          rates.get("snr_db_vs_true").asDouble(),
          wave.signalToNoise(expected.get("true_bpm").asDouble()),
          1e-8,
          key);
      String processed = key + "_after_postprocess_detrend_bandpass0.6_3.3";
      if (expected.has(processed)) {
        assertArrayEquals(
            ReferenceSignals.doubles(expected.get(processed)), wave.samples(), 1e-8, key);
      }
    }
    assertArrayEquals(
        ReferenceSignals.doubles(expected.get("POS_overlap_add_before_detrend_and_filter")),
        Pos.overlapAdd(trace),
        1e-12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clean_30fps_72bpm", "noisy_25fps_96bpm"})
  void independentComponents(String name) {
    double[] expected =
        ReferenceSignals.doubles(ReferenceSignals.read("/dev/period/data/rppg/ica.json").get(name));
    double[] pulse = new Ica().pulse(trace(REFERENCE.get("traces").get(name)));
    double sign = Math.signum(expected[0] * pulse[0]);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], sign * pulse[10 * i], 1e-8);
    }
  }

  @Test
  void goldenValuesOfASyntheticPulse() {
    ColourTrace trace = SyntheticPulse.trace(72, 300, 30);
    double[] pos = new Pos().pulse(trace);
    double[] chrom = new Chrom().pulse(trace);
    assertArrayEquals(
        new double[] {
          0.0419923504, 0.1934884126, 0.1914676783, 0.1869448743, 0.1850441508, -0.0321125397
        },
        at(pos, 7, 56, 106, 157, 207, 293),
        1e-9);
    assertEquals(288, chrom.length);
    assertArrayEquals(
        new double[] {
          -0.0023322948, 0.0101501499, -0.0093001515, -0.0089675052, -0.0090133945, -0.0018324605
        },
        at(chrom, 7, 19, 56, 106, 157, 280),
        1e-9);
    assertEquals(73.828125, rate(pos, PulseWave.Reading.FFT), 1e-9);
    assertEquals(73.828125, rate(chrom, PulseWave.Reading.FFT), 1e-9);
    assertEquals(70.3125, rate(new Green().pulse(trace), PulseWave.Reading.FFT), 1e-9);
    assertEquals(72, rate(pos, PulseWave.Reading.FINE), 0.3, "closer than the bin of 3.5");
  }

  private static double rate(double[] pulse, PulseWave.Reading reading) {
    return PulseWave.of(pulse, 30).heartRate(reading);
  }

  private static double[] at(double[] values, int... indices) {
    return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
  }

  static ColourTrace trace(JsonNode reference) {
    JsonNode rows = reference.get("rgb_mean_trace");
    double[][] rgb = new double[3][rows.size()];
    for (int t = 0; t < rows.size(); t++) {
      for (int c = 0; c < 3; c++) {
        rgb[c][t] = rows.get(t).get(c).asDouble();
      }
    }
    return new ColourTrace(rgb, reference.get("fs").asDouble());
  }
}
