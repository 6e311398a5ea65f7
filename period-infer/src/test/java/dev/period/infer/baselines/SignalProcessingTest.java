package dev.period.infer.baselines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SignalProcessingTest {
  @Test
  void gaussianFilterSpreadsAnImpulseByItsWeights() {
    // σ = 0.5 reaches int(4 · 0.5 + 0.5) = 2 samples with weights 1, e⁻², e⁻⁸
    double one = Math.exp(-2);
    double two = Math.exp(-8);
    double sum = 1 + 2 * one + 2 * two;
    assertArrayEquals(
        new double[] {two / sum, one / sum, 1 / sum, one / sum, two / sum},
        GaussianFilter.smooth(new double[] {0, 0, 1, 0, 0}, 0.5),
        1e-15);
  }

  @Test
  void gaussianFilterMirrorsTheEnds() {
    double one = Math.exp(-2);
    double two = Math.exp(-8);
    double sum = 1 + 2 * one + 2 * two;
    // b a | a b | b a: sample 0 sees itself, a neighbour a and b, then b twice
    double first = (1 + one) / sum;
    assertArrayEquals(
        new double[] {first, 1 - first}, GaussianFilter.smooth(new double[] {1, 0}, 0.5), 1e-15);
    double[] constant = GaussianFilter.smooth(new double[] {2, 2, 2}, 10);
    assertArrayEquals(new double[] {2, 2, 2}, constant, 1e-12);
  }

  @Test
  void spectrumFindsWholeAndFractionalCycles() {
    assertEquals(7, Spectrum.peakCycles(cosine(64, 7), 6), 0);
    assertEquals(9.5, Spectrum.peakCycles(cosine(64, 9.5), 6), 0.25);
    assertEquals(0, Spectrum.peakCycles(new double[64], 6), 0);
  }

  @Test
  void principalComponentRecoversTheStrongestDirection() {
    // two orthogonal signals with 4:1 amplitude; their Gram matrix is 16aaᵀ + bbᵀ
    int n = 32;
    double[] a = cosine(n, 3);
    double[] b = cosine(n, 5);
    float[] gram = new float[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        gram[i * n + j] = (float) (16 * a[i] * a[j] + b[i] * b[j]);
      }
    }
    double[] scores = PrincipalComponent.scores(gram, 0, n);
    double sign = Math.signum(scores[0]);
    for (int i = 0; i < n; i++) {
      assertEquals(4 * a[i], sign * scores[i], 1e-5);
    }
    assertArrayEquals(new double[n], PrincipalComponent.scores(new float[n * n], 0, n), 0);
  }

  private static double[] cosine(int samples, double cycles) {
    double[] signal = new double[samples];
    Arrays.setAll(signal, t -> Math.cos(2 * Math.PI * cycles * t / samples));
    return signal;
  }
}
