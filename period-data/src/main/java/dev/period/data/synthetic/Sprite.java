package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** A textured disc or box that shifts, turns, grows and shears; as a wheel, it spins. */
final class Sprite implements Actor {
  private static final int X = 0;
  private static final int Y = 1;
  private static final int ANGLE = 2;
  private static final int SIZE = 3;
  private static final int SHEAR = 4;

  private final float[] texture;
  private final int texels;
  private final float halfSize;
  private final float aspect;
  private final boolean round;

  /** Distance in pixels of the centre from the point that it turns about. */
  private final float crank;

  private final float[][] pose;
  private final float[] spin;
  private final float x;
  private final float y;

  private Sprite(RandomGenerator rng, Role role, float[][] pose, float[] spin, boolean wheel) {
    this.pose = pose;
    this.spin = spin;
    x = role.x();
    y = role.y();
    halfSize = (float) (Draws.uniform(rng, 4.5, 17) * role.scale() + 2) * 0.8f;
    texels = Math.max(4, Math.round(2 * halfSize));
    round = Draws.chance(rng, 0.5);
    // A turning ellipse or box looks the same after half a turn, unless it turns about a point off
    // its centre; a turning disc does not, but must have a pattern of its own.
    boolean disc = wheel && round;
    aspect = round && !wheel ? (float) Draws.uniform(rng, 0.5, 1) : 1;
    crank = wheel && !round ? halfSize * (float) Draws.uniform(rng, 0.4, 1.1) : 0;
    texture = texture(rng, texels, disc);
  }

  /** A sprite that moves as a whole. */
  static Sprite moving(RandomGenerator rng, Role role) {
    float[][] pose = pose(rng, role);
    return new Sprite(rng, role, pose, new float[pose.length], false);
  }

  /** A sprite that turns once per repetition. */
  static Sprite wheel(RandomGenerator rng, Role role) {
    float[][] pose = pose(rng, role);
    float wobble = Draws.chance(rng, 0.7) ? 0.1f : 1;
    for (float[] at : pose) {
      at[X] *= wobble;
      at[Y] *= wobble;
      at[ANGLE] = 0;
    }
    return new Sprite(rng, role, pose, spin(rng, role.timing()), true);
  }

  @Override
  public void draw(Canvas canvas, int frame, View view) {
    float[] at = pose[frame];
    float size = Math.min(2.5f, Math.max(0.3f, 1 + at[SIZE])) * view.scale();
    float angle = at[ANGLE] + spin[frame] + view.angle();
    float cos = (float) Math.cos(angle);
    float sin = (float) Math.sin(angle);
    float worldX = x + at[X] + crank * (float) Math.cos(spin[frame]);
    float worldY = y + at[Y] + crank * (float) Math.sin(spin[frame]);
    float centreX = view.x(worldX, worldY);
    float centreY = view.y(worldX, worldY);

    // Local to canvas is [cos, shear - sin; sin, cos]; its inverse maps each pixel back.
    float shear = at[SHEAR];
    float inverse = 1 / Math.max(0.2f, 1 - shear * sin);
    float half = halfSize * size;
    float reach = half * (1.5f + Math.abs(shear)) + 1;
    float texelsPerPixel = texels / (2 * half);
    int left = Math.max(0, (int) (centreX - reach));
    int right = Math.min(canvas.width, (int) (centreX + reach) + 1);
    int bottom = Math.min(canvas.height, (int) (centreY + reach) + 1);
    for (int i = Math.max(0, (int) (centreY - reach)); i < bottom; i++) {
      float dy = i + 0.5f - centreY;
      for (int j = left; j < right; j++) {
        float dx = j + 0.5f - centreX;
        float u = (cos * dx + (sin - shear) * dy) * inverse;
        float v = (cos * dy - sin * dx) * inverse;
        float covered =
            round
                ? Canvas.ellipseCoverage(u, v, half, half * aspect)
                : Canvas.unit(half + 0.5f - Math.abs(u)) * Canvas.unit(half + 0.5f - Math.abs(v));
        if (covered > 0) {
          float colour = colour((u + half) * texelsPerPixel, (v + half) * texelsPerPixel);
          canvas.blend(i * canvas.width + j, colour, covered);
        }
      }
    }
  }

  /** Bilinear; the border is repeated. */
  private float colour(float column, float row) {
    float x = Math.min(texels - 1.001f, Math.max(0, column - 0.5f));
    float y = Math.min(texels - 1.001f, Math.max(0, row - 0.5f));
    int at = ((int) y) * texels + (int) x;
    float fx = x - (int) x;
    float fy = y - (int) y;
    float above = texture[at] * (1 - fx) + texture[at + 1] * fx;
    float below = texture[at + texels] * (1 - fx) + texture[at + texels + 1] * fx;
    return above * (1 - fy) + below * fy;
  }

  private static float[][] pose(RandomGenerator rng, Role role) {
    float[] size = {MacroWorld.SIZE * 0.2f, MacroWorld.SIZE * 0.2f, 0.8f, 0.25f, 0.15f};
    float[][] pose = role.motion(rng, 5, 1);
    for (float[] at : pose) {
      for (int d = 0; d < 5; d++) {
        at[d] *= (float) (size[d] * role.span());
      }
      at[SHEAR] = Math.min(0.6f, Math.max(-0.6f, at[SHEAR]));
    }
    return pose;
  }

  /** The angle in each frame: one turn per repetition, and perhaps some aimless turning besides. */
  private static float[] spin(RandomGenerator rng, Timing timing) {
    float turn = (float) (2 * Math.PI * Draws.choice(rng, -1, 1));
    float aimless = 0;
    if (timing.count() == 0) {
      aimless = 0.05f;
    } else if (Draws.chance(rng, 0.4)) {
      aimless = 0.12f;
    }
    float[][] noise = SmoothNoise.of(rng, timing.frames(), 1, 20);
    float[] spin = new float[timing.frames()];
    float extra = 0;
    for (int t = 0; t < spin.length; t++) {
      extra += timing.active()[t] ? 0 : aimless * noise[t][0];
      spin[t] = turn * timing.phase()[t] + extra;
    }
    return spin;
  }

  /**
   * Noise, often with one darker or brighter half and a plain quarter; {@code halved} makes the two
   * halves differ for certain.
   */
  private static float[] texture(RandomGenerator rng, int texels, boolean halved) {
    float[] texture = Texture.noise(rng, texels);
    float contrast = (float) Draws.uniform(rng, 10, 60);
    float base = (float) Draws.uniform(rng, 20, 230);
    float step = Draws.chance(rng, 0.5) ? (float) Draws.uniform(rng, -120, 120) : 0;
    if (halved) {
      step = (float) Draws.uniform(rng, 50, 140) * (base > 128 ? -1 : 1);
    }
    float plain = Draws.chance(rng, 0.5) ? (float) Draws.uniform(rng, 0, 255) : -1;
    for (int i = 0; i < texture.length; i++) {
      float value = base + contrast * texture[i] + (i < texture.length / 2 ? step : 0);
      boolean inPlain = plain >= 0 && i % texels < texels / 4;
      texture[i] = inPlain ? plain : Math.min(255, Math.max(0, value));
    }
    return texture;
  }
}
