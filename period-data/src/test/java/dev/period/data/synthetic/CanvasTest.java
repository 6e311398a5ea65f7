package dev.period.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Drawn with colour 1 on 0, the sum of the pixels is the area of a shape. */
class CanvasTest {
  private final SplittableRandom random = new SplittableRandom(5);

  @Test
  void areasAreRightWhereverTheShapeLies() {
    for (int trial = 0; trial < 20; trial++) {
      float x = (float) random.nextDouble(20, 28);
      float y = (float) random.nextDouble(20, 28);
      float a = (float) random.nextDouble(3, 9);
      float b = (float) random.nextDouble(3, 9);
      float angle = (float) random.nextDouble(0, Math.PI);

      Canvas disc = new Canvas(48, 48);
      disc.disc(x, y, a, 1);
      assertEquals(Math.PI * a * a, area(disc), 0.03 * a * a);

      Canvas box = new Canvas(48, 48);
      box.box(x, y, a, b, angle, 1);
      assertEquals(4 * a * b, area(box), 0.03 * 4 * a * b);

      Canvas ellipse = new Canvas(48, 48);
      ellipse.ellipse(x, y, a, b, angle, 1);
      assertEquals(Math.PI * a * b, area(ellipse), 0.05 * Math.PI * a * b);

      Canvas capsule = new Canvas(48, 48);
      float dx = (float) Math.cos(angle) * 8;
      float dy = (float) Math.sin(angle) * 8;
      capsule.capsule(x - dx, y - dy, x + dx, y + dy, 2, 1);
      assertEquals(16 * 4 + Math.PI * 4, area(capsule), 2.5);
    }
  }

  @Test
  void aPolygonHasTheAreaOfTheShoelaceFormula() {
    for (int trial = 0; trial < 20; trial++) {
      float[] xs = new float[12];
      float[] ys = new float[12];
      double expected = 0;
      for (int k = 0; k < 12; k++) {
        double radius = random.nextDouble(5, 15);
        xs[k] = 24 + (float) (radius * Math.cos(k * Math.PI / 6));
        ys[k] = 24 + (float) (radius * Math.sin(k * Math.PI / 6));
      }
      for (int k = 0; k < 12; k++) {
        int next = (k + 1) % 12;
        expected += 0.5 * (xs[k] * ys[next] - xs[next] * ys[k]);
      }
      Canvas canvas = new Canvas(48, 48);
      canvas.polygon(xs, ys, 12, 1);
      assertEquals(expected, area(canvas), 0.02 * expected);
    }
  }

  @Test
  void shapesBeyondTheEdgeAreCut() {
    for (int trial = 0; trial < 200; trial++) {
      Canvas canvas = new Canvas(16, 16);
      float x = (float) random.nextDouble(-60, 76);
      float y = (float) random.nextDouble(-60, 76);
      canvas.disc(x, y, 30, 1);
      canvas.box(x, y, 20, 5, 1, 1);
      canvas.ellipse(x, y, 20, 5, 1, 1);
      canvas.polygon(new float[] {x, x + 40, x}, new float[] {y, y, y + 40}, 3, 1);
      for (float pixel : canvas.pixels) {
        assertEquals(0.5f, pixel, 0.5f);
      }
    }
  }

  @Test
  void aPixelThatIsFullyCoveredTakesTheColour() {
    Canvas canvas = new Canvas(8, 8);
    Arrays.fill(canvas.pixels, 200);
    canvas.box(4, 4, 2, 2, 0, 30);
    assertEquals(30, canvas.pixels[3 * 8 + 3]);
    assertEquals(30, canvas.pixels[2 * 8 + 2]);
    assertEquals(200, canvas.pixels[1 * 8 + 2]);
  }

  private static double area(Canvas canvas) {
    double sum = 0;
    for (float pixel : canvas.pixels) {
      sum += pixel;
    }
    return sum;
  }
}
