package dev.period.data.synthetic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What is behind the actors: a large still picture of noise and shapes, seen through the camera.
 */
final class Backdrop {
  /** A power of two, so that the picture can be mirrored beyond its edges without branches. */
  private static final int SIZE = 128;

  private static final int LOG_SIZE = Integer.numberOfTrailingZeros(SIZE);

  /** Where the view's (0, 0) lies in the picture. */
  private static final float ORIGIN = (SIZE - MacroWorld.SIZE) / 2f;

  private final float[] picture;
  private final float mean;

  private Backdrop(float[] picture) {
    this.picture = picture;
    double sum = 0;
    for (float value : picture) {
      sum += value;
    }
    mean = (float) (sum / picture.length);
  }

  /** A random backdrop: plain, noisy or cluttered. */
  static Backdrop sample(RandomGenerator rng) {
    Canvas canvas = new Canvas(SIZE, SIZE);
    Arrays.fill(canvas.pixels, (float) Draws.uniform(rng, 40, 210));
    double clutter = rng.nextDouble();
    if (clutter > 0.12) {
      add(canvas.pixels, Texture.noise(rng, SIZE), Draws.uniform(rng, 3, 35));
    }
    if (clutter > 0.3) {
      int shapes = rng.nextInt(2, 28);
      for (int i = 0; i < shapes; i++) {
        addShape(rng, canvas);
      }
    }
    if (Draws.chance(rng, 0.3)) {
      float grain = (float) Draws.uniform(rng, 1, 8);
      for (int i = 0; i < canvas.pixels.length; i++) {
        canvas.pixels[i] += grain * (float) rng.nextGaussian();
      }
    }
    for (int i = 0; i < canvas.pixels.length; i++) {
      canvas.pixels[i] = Math.min(255, Math.max(0, canvas.pixels[i]));
    }
    return new Backdrop(canvas.pixels);
  }

  /** Mean grey level, so that actors can stand out from it. */
  float mean() {
    return mean;
  }

  /** Fills the canvas with the picture as {@code view} shows it, bilinearly. */
  void draw(Canvas canvas, View view) {
    // The inverse of a similarity transform: the transpose over the squared scale.
    float scale = 1 / (view.scale() * view.scale());
    float cos = (float) Math.cos(view.angle()) * view.scale() * scale;
    float sin = (float) Math.sin(view.angle()) * view.scale() * scale;
    float shiftX = view.x(0, 0);
    float shiftY = view.y(0, 0);
    float[] out = canvas.pixels;
    for (int i = 0; i < canvas.height; i++) {
      float dy = i + 0.5f - shiftY;
      float dx = 0.5f - shiftX;
      // The picture's pixel centres are at halves too; the large offset makes truncation a floor.
      float x = cos * dx + sin * dy + ORIGIN - 0.5f + 4 * SIZE;
      float y = cos * dy - sin * dx + ORIGIN - 0.5f + 4 * SIZE;
      int at = i * canvas.width;
      for (int j = 0; j < canvas.width; j++) {
        int column = (int) x;
        int row = (int) y;
        float fx = x - column;
        float fy = y - row;
        int left = mirror(column);
        int right = mirror(column + 1);
        int upper = mirror(row) << LOG_SIZE;
        int lower = mirror(row + 1) << LOG_SIZE;
        float above = picture[upper + left] * (1 - fx) + picture[upper + right] * fx;
        float below = picture[lower + left] * (1 - fx) + picture[lower + right] * fx;
        out[at + j] = above * (1 - fy) + below * fy;
        x += cos;
        y -= sin;
      }
    }
  }

  /** Folds an index into the picture: 0 1 2 … 127 127 … 2 1 0 0 1 …. */
  private static int mirror(int index) {
    return (index ^ -((index >> LOG_SIZE) & 1)) & (SIZE - 1);
  }

  private static void addShape(RandomGenerator rng, Canvas canvas) {
    float colour = (float) Draws.uniform(rng, 10, 245);
    float x = (float) Draws.uniform(rng, 0, SIZE);
    float y = (float) Draws.uniform(rng, 0, SIZE);
    float halfWidth = (float) Draws.uniform(rng, 1, 20);
    float halfHeight = (float) Draws.uniform(rng, 1, 20);
    switch (rng.nextInt(4)) {
      case 0 -> canvas.box(x, y, halfWidth, halfHeight, 0, colour);
      case 1 -> {
        float angle = (float) Draws.uniform(rng, 0, Math.PI);
        canvas.ellipse(x, y, halfWidth, halfHeight, angle, colour);
      }
      case 2 -> {
        float toX = (float) Draws.uniform(rng, 0, SIZE);
        float toY = (float) Draws.uniform(rng, 0, SIZE);
        canvas.capsule(x, y, toX, toY, (float) Draws.uniform(rng, 0.3, 1.5), colour);
      }
      default -> {
        // Floor and wall.
        float step = (float) Draws.uniform(rng, -50, 50);
        for (int i = ((int) y) * SIZE; i < canvas.pixels.length; i++) {
          canvas.pixels[i] += step;
        }
      }
    }
  }

  private static void add(float[] picture, float[] noise, double strength) {
    for (int i = 0; i < picture.length; i++) {
      picture[i] += (float) (strength * noise[i]);
    }
  }
}
