package dev.period.infer.baselines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalProcessingTest {
  @Test
  void prominenceIsMeasuredFromTheHigherOfTheTwoValleys() {
    //                 0  1  2  3  4  5  6  7  8
    double[] signal = {0, 3, 1, 5, 2, 4, 2.5, 3, 1};
    assertEquals(
        List.of(
            new Peak(1, 3, 2), // valley 1 towards the higher peak at 3, 0 before it
            new Peak(3, 5, 4), // the highest: 0 before it, 1 after it
            new Peak(5, 4, 2), // valley 2 towards the peak at 3
            new Peak(7, 3, 0.5)),
        Peak.find(signal, 0));
    assertEquals(List.of(1, 3, 5), Peak.find(signal, 1).stream().map(Peak::index).toList());
  }

  @Test
  void aPlateauPeaksInItsMiddleAndTheEndsAreNoPeaks() {
    assertEquals(List.of(new Peak(2, 2, 2)), Peak.find(new double[] {0, 2, 2, 2, 2, 0}, 0));
    assertEquals(List.of(), Peak.find(new double[] {3, 2, 1, 2, 3, 3}, 0));
    assertEquals(List.of(), Peak.find(new double[] {1, 1, 1}, 0));
    assertEquals(List.of(), Peak.find(new double[0], 0));
  }

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
