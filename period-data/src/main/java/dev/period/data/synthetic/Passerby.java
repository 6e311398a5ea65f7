package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** A distraction: a disc or box that wanders about or crosses the picture once. */
final class Passerby implements Actor {
  private final float[][] path;
  private final float radius;
  private final float colour;
  private final boolean round;

  Passerby(RandomGenerator rng, int frames) {
    float[] from = place(rng);
    if (Draws.chance(rng, 0.3)) {
      path = new float[frames][2];
      float begin = (float) Draws.uniform(rng, -0.5, 0.9) * frames;
      float duration = (float) Draws.uniform(rng, 0.15, 1) * frames;
      float speedX = (float) rng.nextGaussian() * MacroWorld.SIZE * 1.4f;
      float speedY = (float) rng.nextGaussian() * MacroWorld.SIZE * 1.4f;
      for (int t = 0; t < frames; t++) {
        float along = (t - begin) / duration - 0.5f;
        path[t][0] = from[0] + along * speedX;
        path[t][1] = from[1] + along * speedY;
      }
    } else {
      path = SmoothNoise.of(rng, frames, 2, Draws.uniform(rng, 12, 70));
      float reach = (float) Draws.uniform(rng, 0.05, 0.35) * MacroWorld.SIZE;
      for (float[] at : path) {
        at[0] = from[0] + reach * at[0];
        at[1] = from[1] + reach * at[1];
      }
    }
    radius = (float) Draws.uniform(rng, 1, 5);
    colour = (float) Draws.uniform(rng, 0, 255);
    round = Draws.chance(rng, 0.5);
  }

  @Override
  public void draw(Canvas canvas, int frame, View view) {
    float x = view.x(path[frame][0], path[frame][1]);
    float y = view.y(path[frame][0], path[frame][1]);
    float size = radius * view.scale();
    if (round) {
      canvas.disc(x, y, size, colour);
    } else {
      canvas.box(x, y, size, 2 * size, view.angle(), colour);
    }
  }

  private static float[] place(RandomGenerator rng) {
    return new float[] {
      (float) Draws.uniform(rng, 0, MacroWorld.SIZE), (float) Draws.uniform(rng, 0, MacroWorld.SIZE)
    };
  }
}
