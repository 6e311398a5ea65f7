package dev.period.data.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against SciPy 1.10.1. */
class SignalParityTest {
  private static final JsonNode PRIMITIVES = ReferenceSignals.read().get("primitives");
  private final double[] x = values("x");

  @ParameterizedTest
  @ValueSource(strings = {"b1_075_3_30", "b2_06_33_25", "b3_07_25_30"})
  void filters(String name) {
    JsonNode expected = PRIMITIVES.get(name);
    IirFilter filter =
        Butterworth.bandPass(
            expected.get("order").asInt(),
            expected.get("low_hz").asDouble(),
            expected.get("high_hz").asDouble(),
            expected.get("fs").asDouble());
    assertArrayEquals(ReferenceSignals.doubles(expected.get("b")), filter.b(), 1e-12);
    assertArrayEquals(ReferenceSignals.doubles(expected.get("a")), filter.a(), 1e-11);
    assertArrayEquals(ReferenceSignals.doubles(expected.get("lfilter")), filter.forward(x), 1e-8);
    assertArrayEquals(
        ReferenceSignals.doubles(expected.get("filtfilt_default_oddpad")),
        filter.bothWays(x),
        1e-8);
    assertEquals(expected.get("padlen").asInt() + 1, filter.minSamples());
  }

  @Test
  void trends() {
    assertArrayEquals(values("detrend_lambda100"), SmoothnessPriors.detrend(x, 100), 1e-8);
    assertArrayEquals(values("detrend_lambda10"), SmoothnessPriors.detrend(x, 10), 1e-8);
  }

  @Test
  void periodogram() {
    JsonNode expected = PRIMITIVES.get("periodogram_fs30_nfft128_nodetrend");
    Periodogram found = Periodogram.of(x, 30, 128);
    assertArrayEquals(ReferenceSignals.doubles(expected.get("pxx")), found.power(), 1e-9);
    double[] frequencies = ReferenceSignals.doubles(expected.get("f"));
    for (int k = 0; k < frequencies.length; k++) {
      assertEquals(frequencies[k], found.frequency(k), 1e-12);
    }
  }

  @Test
  void windowAndPeaks() {
    assertArrayEquals(values("hann48_symmetric"), HannWindow.symmetric(48), 1e-12);
    List<Integer> peaks = Peak.find(x, 0).stream().map(Peak::index).toList();
    assertEquals(
        Arrays.stream(values("find_peaks_indices")).mapToObj(index -> (int) index).toList(), peaks);
  }

  private static double[] values(String key) {
    return ReferenceSignals.doubles(PRIMITIVES.get(key));
  }
}
