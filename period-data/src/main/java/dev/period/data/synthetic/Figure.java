package dev.period.data.synthetic;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A person of capsules, from the front or from the side, upright or lying.
 *
 * <p>The two sides move together (squats), each on its own, or half a repetition apart (walking): a
 * full left-right cycle is then one repetition.
 */
final class Figure implements Actor {
  /** Dimensions of the pose: the constants below, then each limb's left and right. */
  private static final int DIMS = 11;

  private static final int SWAY = 0;
  private static final int RISE = 1;
  private static final int TURN = 2;
  private static final int LEAN = 3;
  private static final int UPPER_ARM = 4;
  private static final int FOREARM = 6;
  private static final int THIGH = 8;
  private static final int KNEE = 10;

  private static final float SIZE = MacroWorld.SIZE;

  private final float[][] left;
  private final float[][] right;
  private final float[][] walk;
  private final float[] colours;
  private final float x;
  private final float y;
  private final float scale;
  private final float orientation;
  private final boolean fromSide;

  /** Angles of the limbs at rest in radians: two upper arms, forearms, thighs, shins. */
  private final float[] rest = new float[8];

  private final float torso;
  private final float neck;
  private final float head;
  private final float arm;
  private final float leg;
  private final float shoulders;
  private final float thickness;

  // The torso's frame in the current picture, so that drawing allocates nothing.
  private float rootX;
  private float rootY;
  private float cos;
  private float sin;

  Figure(RandomGenerator rng, Role role) {
    double sides = rng.nextDouble();
    if (sides < 0.15 && role.timing().count() > 0) {
      // The same random numbers for both sides: the same motion, half a repetition apart.
      long seed = rng.nextLong();
      left = role.motion(new SplittableRandom(seed), DIMS, role.span());
      right = role.halfCycleLater().motion(new SplittableRandom(seed), DIMS, role.span());
    } else {
      left = role.motion(rng, DIMS, role.span());
      right = sides < 0.65 ? left : otherSide(left);
    }
    walk = walk(rng, role.timing().frames());
    colours = role.colours();
    x = role.x();
    y = role.y();
    scale = (float) role.scale();
    orientation = (float) (Draws.choice(rng, 0, 0, 0, 1, 2) * Math.PI / 2 * 0.95);
    fromSide = Draws.chance(rng, 0.4);
    float[] usual = {0.5f, 0.5f, 0.3f, 0.3f, 0.15f, 0.15f, 0, 0};
    for (int i = 0; i < rest.length; i++) {
      rest[i] = usual[i] + 0.5f * (float) rng.nextGaussian();
    }
    float length = SIZE * 0.2f * scale;
    torso = length * (float) Draws.uniform(rng, 0.8, 1.2) * 1.5f;
    arm = length * (float) Draws.uniform(rng, 0.8, 1.2);
    leg = length * (float) Draws.uniform(rng, 0.8, 1.2);
    neck = torso * 0.3f;
    head = Math.max(0.8f, torso * 0.28f);
    float breadth = (float) Draws.uniform(rng, 0.8, 1.25) * (fromSide ? 0.25f : 1);
    shoulders = torso * 0.23f * breadth;
    float diameter = (float) Draws.uniform(rng, 1.5, 4.5) * scale;
    thickness = Math.min(6, Math.max(0.7f, diameter)) / 2;
  }

  @Override
  public void draw(Canvas canvas, int frame, View view) {
    float[] pose = left[frame];
    rootX = x + walk[frame][0] + pose[SWAY] * SIZE * 0.1f * scale;
    rootY = y + walk[frame][1] + pose[RISE] * SIZE * 0.19f * scale;
    cos = (float) Math.cos(orientation + pose[TURN] * 0.5f);
    sin = (float) Math.sin(orientation + pose[TURN] * 0.5f);
    float leanX = (float) Math.sin(pose[LEAN] * 0.5f);
    float leanY = -(float) Math.cos(pose[LEAN] * 0.5f);
    float shoulderX = leanX * torso;
    float shoulderY = leanY * torso;
    arm(canvas, view, left[frame], -1, shoulderX, shoulderY);
    leg(canvas, view, left[frame], -1);
    leg(canvas, view, right[frame], 1);
    stroke(canvas, view, 0, 0, shoulderX, shoulderY, thickness * 2 + 0.25f, colours[3]);
    float headX = shoulderX + leanX * neck;
    float headY = shoulderY + leanY * neck;
    stroke(canvas, view, headX, headY, headX, headY, head, colours[4]);
    // Last, so that from the side the near arm is seen in front of the torso.
    arm(canvas, view, right[frame], 1, shoulderX, shoulderY);
  }

  private void arm(
      Canvas canvas, View view, float[] pose, int side, float shoulderX, float shoulderY) {
    int limb = side < 0 ? 0 : 1;
    float upper = rest[limb] + pose[UPPER_ARM] * 1.6f;
    float lower = upper + rest[2 + limb] + pose[FOREARM] * 1.3f;
    float fromX = shoulderX + side * shoulders;
    float fromY = shoulderY + torso * 0.07f;
    limb(canvas, view, side, fromX, fromY, upper, lower, arm, thickness * 0.8f, colours[limb]);
  }

  private void leg(Canvas canvas, View view, float[] pose, int side) {
    int limb = side < 0 ? 0 : 1;
    float thigh = rest[4 + limb] + pose[THIGH] * 1.1f;
    float shin = thigh - rest[6 + limb] * 0.8f - pose[KNEE] * 0.8f;
    float colour = fromSide && side > 0 ? colours[5] : colours[2];
    limb(canvas, view, side, side * shoulders * 0.7f, 0, thigh, shin, leg, thickness, colour);
  }

  /** Two bones; angles are from straight down, outwards from the front, forwards from the side. */
  private void limb(
      Canvas canvas,
      View view,
      int side,
      float fromX,
      float fromY,
      float first,
      float second,
      float length,
      float radius,
      float colour) {
    int outwards = fromSide ? 1 : side;
    float kneeX = fromX + outwards * (float) Math.sin(first) * length;
    float kneeY = fromY + (float) Math.cos(first) * length;
    stroke(canvas, view, fromX, fromY, kneeX, kneeY, radius, colour);
    float endX = kneeX + outwards * (float) Math.sin(second) * length;
    float endY = kneeY + (float) Math.cos(second) * length;
    stroke(canvas, view, kneeX, kneeY, endX, endY, radius, colour);
  }

  /** A capsule in the figure's own coordinates: hip at the origin, head up. */
  private void stroke(
      Canvas canvas,
      View view,
      float x0,
      float y0,
      float x1,
      float y1,
      float radius,
      float colour) {
    float worldX0 = rootX + cos * x0 - sin * y0;
    float worldY0 = rootY + sin * x0 + cos * y0;
    float worldX1 = rootX + cos * x1 - sin * y1;
    float worldY1 = rootY + sin * x1 + cos * y1;
    canvas.capsule(
        view.x(worldX0, worldY0),
        view.y(worldX0, worldY0),
        view.x(worldX1, worldY1),
        view.y(worldX1, worldY1),
        radius * view.scale(),
        colour);
  }

  /** Each right limb takes the dimension that is drawn for it, beside the left limb's. */
  private static float[][] otherSide(float[][] left) {
    float[][] right = new float[left.length][];
    for (int t = 0; t < left.length; t++) {
      right[t] = left[t].clone();
      right[t][UPPER_ARM] = left[t][UPPER_ARM + 1];
      right[t][FOREARM] = left[t][FOREARM + 1];
      right[t][THIGH] = left[t][THIGH + 1];
    }
    return right;
  }

  /** A slow walk about the scene that has nothing to do with the repetitions. */
  private static float[][] walk(RandomGenerator rng, int frames) {
    float[][] walk = SmoothNoise.of(rng, frames, 2, 40);
    Camera.accumulate(walk);
    float speed = (float) Draws.choice(rng, 0, 0, 0.05, 0.15);
    for (float[] at : walk) {
      at[0] = Math.min(12, Math.max(-12, at[0] * speed));
      at[1] = Math.min(12, Math.max(-12, at[1] * speed));
    }
    return walk;
  }
}
