package dev.period.data.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PeakTest {
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
}
