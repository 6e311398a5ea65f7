package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** One to three rods that hang from a point, with a weight at the end: pendulums, cranes, arms. */
final class Chain implements Actor {
  private final float[][] pose;
  private final float[] rest;
  private final float[] lengths;
  private final float[] colours;
  private final float x;
  private final float y;
  private final float radius;

  Chain(RandomGenerator rng, Role role) {
    int rods = rng.nextInt(1, 4);
    pose = role.motion(rng, rods + 2, role.span() * 1.2);
    rest = new float[rods];
    lengths = new float[rods];
    for (int k = 0; k < rods; k++) {
      rest[k] = (float) Draws.uniform(rng, -Math.PI, Math.PI);
      lengths[k] = MacroWorld.SIZE * (float) (Draws.uniform(rng, 0.12, 0.35) * role.scale());
    }
    colours = role.colours();
    x = role.x();
    y = role.y();
    double diameter = Draws.uniform(rng, 1.5, 4.5) * role.scale() + 0.5;
    radius = (float) Math.min(6.5, Math.max(1, diameter)) / 2;
  }

  @Override
  public void draw(Canvas canvas, int frame, View view) {
    float[] at = pose[frame];
    int rods = rest.length;
    float worldX = x + at[rods] * MacroWorld.SIZE * 0.06f;
    float worldY = y + at[rods + 1] * MacroWorld.SIZE * 0.06f;
    float endX = view.x(worldX, worldY);
    float endY = view.y(worldX, worldY);
    float angle = 0;
    for (int k = 0; k < rods; k++) {
      angle += rest[k] + at[k] * 1.3f;
      worldX += (float) Math.sin(angle) * lengths[k];
      worldY += (float) Math.cos(angle) * lengths[k];
      float nextX = view.x(worldX, worldY);
      float nextY = view.y(worldX, worldY);
      canvas.capsule(endX, endY, nextX, nextY, radius * view.scale(), colours[0]);
      endX = nextX;
      endY = nextY;
    }
    canvas.disc(endX, endY, (2 * radius + 0.5f) * view.scale(), colours[1]);
  }
}
