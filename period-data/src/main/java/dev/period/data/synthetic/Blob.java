package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** A soft body whose outline breathes: jellyfish, hearts, dough. */
final class Blob implements Actor {
  private static final int CORNERS = 12;

  private final float[][] pose;
  private final float[] radii = new float[CORNERS];
  private final float[] cos = new float[CORNERS];
  private final float[] sin = new float[CORNERS];
  private final float[] xs = new float[CORNERS];
  private final float[] ys = new float[CORNERS];
  private final float x;
  private final float y;
  private final float colour;

  Blob(RandomGenerator rng, Role role) {
    pose = role.motion(rng, CORNERS, role.span());
    for (int k = 0; k < CORNERS; k++) {
      radii[k] = (float) (Draws.uniform(rng, 0.6, 1.2) * 0.2 * MacroWorld.SIZE * role.scale());
      cos[k] = (float) Math.cos(2 * Math.PI * k / CORNERS);
      sin[k] = (float) Math.sin(2 * Math.PI * k / CORNERS);
    }
    x = role.x();
    y = role.y();
    colour = role.colours()[0];
  }

  @Override
  public void draw(Canvas canvas, int frame, View view) {
    for (int k = 0; k < CORNERS; k++) {
      float radius = radii[k] * (1 + 0.5f * pose[frame][k]);
      float worldX = x + radius * cos[k];
      float worldY = y + radius * sin[k];
      xs[k] = view.x(worldX, worldY);
      ys[k] = view.y(worldX, worldY);
    }
    canvas.polygon(xs, ys, CORNERS, colour);
  }
}
