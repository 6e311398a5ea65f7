package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackdropTest {
  private static final int SIZE = MacroWorld.SIZE;

  @Test
  void moreShiftMovesThePictureByAsMuch() {
    for (long seed = 0; seed < 5; seed++) {
      Backdrop backdrop = Backdrop.sample(new SplittableRandom(seed));
      Canvas still = drawn(backdrop, 0, 0, 1, 0);
      Canvas shifted = drawn(backdrop, 5, -3, 1, 0);
      for (int i = 3; i < SIZE; i++) {
        for (int j = 0; j < SIZE - 5; j++) {
          float moved = shifted.pixels[(i - 3) * SIZE + j + 5];
          assertEquals(still.pixels[i * SIZE + j], moved, 0.05f);
        }
      }
    }
  }

  @Test
  void aQuarterTurnTurnsThePictureAboutItsCentre() {
    Backdrop backdrop = Backdrop.sample(new SplittableRandom(8));
    Canvas still = drawn(backdrop, 0, 0, 1, 0);
    Canvas turned = drawn(backdrop, 0, 0, 1, (float) Math.PI / 2);
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        float there = turned.pixels[j * SIZE + SIZE - 1 - i];
        assertEquals(still.pixels[i * SIZE + j], there, 0.05f);
      }
    }
  }

  @Test
  void farAwayThePictureIsMirroredAndNeverLeft() {
    Backdrop backdrop = Backdrop.sample(new SplittableRandom(9));
    for (float pixel : drawn(backdrop, -90, 90, 0.6f, 0.3f).pixels) {
      assertEquals(127.5f, pixel, 127.6f);
    }
  }

  private static Canvas drawn(Backdrop backdrop, float dx, float dy, float zoom, float angle) {
    Canvas canvas = new Canvas(SIZE, SIZE);
    View view = new View();
    view.set(SIZE / 2f, dx, dy, zoom, angle);
    backdrop.draw(canvas, view);
    return canvas;
  }
}
