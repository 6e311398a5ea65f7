package dev.period.core.pooling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolingWindowTest {
  @ParameterizedTest
  @CsvSource({
    // input, extent, stride, output
    "32, 2, 2, 16",
    "24, 3, 3, 8",
    "5, 2, 2, 2",
    "7, 3, 3, 2",
    "7, 3, 2, 3",
    "5, 2, 1, 4",
    "2, 3, 1, 0"
  })
  void whatRemainsIsDropped(int input, int extent, int stride, int output) {
    PoolingWindow window = new PoolingWindow(extent, extent, extent, stride, stride, stride);
    assertEquals(output, window.framesOut(input));
    assertEquals(output, window.rowsOut(input));
    assertEquals(output, window.columnsOut(input));
  }

  @Test
  void imagesArePooledOneByOne() {
    PoolingWindow window = PoolingWindow.of(4, 3, 3);
    assertEquals(PoolingWindow.of(1, 3, 3), window.over(5, false));
    assertEquals(5, window.over(5, false).framesOut(5));
    assertEquals(window, window.over(64, true));
    assertEquals(1, window.over(3, true).framesOut(3), "a video shorter than the window");
  }

  @Test
  void refusesWhatIsNotPositive() {
    assertThrows(IllegalArgumentException.class, () -> PoolingWindow.of(1, 0, 1));
  }
}
