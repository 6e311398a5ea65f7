package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import dev.period.data.synthetic.Texture;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Paints a head and shoulders before a background, each pixel for itself: skin shaded like an
 * ellipsoid, hair, eyes that blink, brows, a mouth that talks. It is no portrait; it is skin that
 * moves, with what is not skin beside it.
 *
 * <p>Positions on the head are (u, v): 0 is its middle, u = 1 its right and v = {@link #TALL} its
 * chin. Not thread-safe.
 */
final class FacePainter {
  /** Half height of a head of half width 1. */
  private static final float TALL = 1.32f;

  private final Subject subject;
  private final int size;
  private final float radius;
  private final float centreX;
  private final float centreY;
  private final float lampX;
  private final float lampY;
  private final float shading;
  private final float gloss;
  private final float hairline;
  private final float[] background;
  private final float[] texture;
  private final float[] hair;
  private final float[] clothes;
  private final float[] lips = new float[3];
  private final float[] iris = {60, 45, 30};
  private final float[] colour = new float[3];

  FacePainter(SplittableRandom rng, Subject subject, int size) {
    this.subject = subject;
    this.size = size;
    radius = size * (float) Draws.uniform(rng, 0.2, 0.3);
    centreX = size * (float) Draws.uniform(rng, 0.42, 0.58);
    centreY = size * (float) Draws.uniform(rng, 0.42, 0.52);
    lampX = (float) Draws.uniform(rng, -0.6, 0.6);
    lampY = (float) Draws.uniform(rng, -0.7, 0.1);
    shading = (float) Draws.uniform(rng, 0.15, 0.4);
    gloss = (float) Draws.uniform(rng, 0, 45);
    hairline = (float) Draws.uniform(rng, -1.05, -0.6);
    texture = Texture.noise(rng, size);
    background = background(rng);
    float dark = (float) Draws.uniform(rng, 0.15, 1);
    hair = new float[] {130 * dark, 95 * dark, 60 * dark};
    clothes = anyColour(rng);
    double[] skin = subject.skin().colour();
    for (int c = 0; c < 3; c++) {
      lips[c] = (float) (skin[c] * (c == 0 ? 0.92 : 0.68));
    }
  }

  private static float[] anyColour(RandomGenerator rng) {
    return new float[] {
      (float) Draws.uniform(rng, 10, 230),
      (float) Draws.uniform(rng, 10, 230),
      (float) Draws.uniform(rng, 10, 230)
    };
  }

  private float[] background(RandomGenerator rng) {
    float[] wall = anyColour(rng);
    float[] pattern = Texture.noise(rng, size);
    float strength = (float) Draws.uniform(rng, 0, 30);
    float[] painted = new float[3 * size * size];
    for (int i = 0; i < painted.length; i++) {
      painted[i] = wall[i % 3] + strength * pattern[i / 3];
    }
    return painted;
  }

  /** Levels of 0 to 255, not clipped, [size, size, 3]. */
  void paint(int frame, float[] canvas) {
    HeadMotion motion = subject.motion();
    float x0 = centreX + radius * motion.x()[frame];
    float y0 = centreY + radius * motion.y()[frame];
    float cos = (float) Math.cos(motion.roll()[frame]) / radius;
    float sin = (float) Math.sin(motion.roll()[frame]) / radius;
    for (int py = 0; py < size; py++) {
      for (int px = 0; px < size; px++) {
        int pixel = py * size + px;
        float dx = px + 0.5f - x0;
        float dy = py + 0.5f - y0;
        float u = dx * cos + dy * sin;
        float v = dy * cos - dx * sin;
        System.arraycopy(background, 3 * pixel, colour, 0, 3);
        body(u, v, frame);
        head(u, v, frame);
        for (int c = 0; c < 3; c++) {
          canvas[3 * pixel + c] = colour[c] * subject.light()[c][frame];
        }
      }
    }
  }

  /** Shoulders and neck. */
  private void body(float u, float v, int frame) {
    float shoulders = inside(u / 2.1f, (v - 2.7f) / 1.35f, 0.5f);
    blend(clothes, shoulders);
    float neck = edge(0.5f - Math.abs(u)) * edge(v - 0.7f) * edge(1.75f - v);
    if (neck > 0) {
      skin(0.75f, neck, frame);
    }
  }

  private void head(float u, float v, int frame) {
    HeadMotion motion = subject.motion();
    float open = motion.talk()[frame];
    // the jaw goes down when the mouth opens
    float chin = v > 0.4f ? 0.4f + (v - 0.4f) / (1 + 0.1f * open) : v;
    float shape = u * u + chin * chin / (TALL * TALL);
    blend(hair, inside(u / 1.1f, (v + 0.12f) / (TALL * 1.06f), 1));
    float face = edge(1 - shape) * edge((v - hairline - 0.2f * u * u) * 1.5f);
    if (face <= 0) {
      return;
    }
    float nz = (float) Math.sqrt(Math.max(0, 1 - shape));
    float facing = Math.max(0, lampX * u + lampY * v / TALL + 0.8f * nz);
    // turning moves what is on the head, and slides the highlight over it
    float across = u - 0.5f * motion.yaw()[frame] * nz;
    float down = chin + 0.5f * motion.pitch()[frame] * nz;
    float grain = texture[wrapped(down) * size + wrapped(across)];
    float shade = 1 - shading + shading * facing * 1.3f + 0.02f * grain;
    skin(shade, face, frame);
    float spot = Math.max(0, 1 - 6 * (square(across - lampX) + square(down - lampY)));
    for (int c = 0; c < 3; c++) {
      colour[c] += face * gloss * spot;
    }
    features(across, down, open, motion.blink()[frame]);
  }

  private void features(float u, float v, float open, float blink) {
    float side = Math.abs(u);
    blend(hair, inside((side - 0.42f) / 0.24f, (v + 0.42f) / 0.05f, 0.4f));
    float lid = 0.11f * (1 - blink) + 0.01f;
    float white = inside((side - 0.4f) / 0.2f, (v + 0.18f) / lid, 0.4f);
    if (white > 0) {
      colour[0] += (225 - colour[0]) * white;
      colour[1] += (222 - colour[1]) * white;
      colour[2] += (218 - colour[2]) * white;
      blend(iris, white * inside((side - 0.4f) / 0.09f, (v + 0.18f) / 0.09f, 0.4f));
    }
    float mouth = 0.09f + 0.16f * open;
    float centre = 0.68f + 0.08f * open;
    blend(lips, inside(u / 0.38f, (v - centre) / mouth, 0.4f));
    if (open > 0.1f) {
      float cavity = inside(u / 0.3f, (v - centre) / (mouth - 0.07f), 0.4f);
      for (int c = 0; c < 3; c++) {
        colour[c] *= 1 - 0.75f * cavity;
      }
    }
  }

  private void skin(float shade, float covered, int frame) {
    double[] tone = subject.skin().colour();
    for (int c = 0; c < 3; c++) {
      float level = (float) tone[c] * shade * (1 + subject.blood()[c][frame]);
      colour[c] += (level - colour[c]) * covered;
    }
  }

  private void blend(float[] paint, float covered) {
    if (covered > 0) {
      for (int c = 0; c < 3; c++) {
        colour[c] += (paint[c] - colour[c]) * covered;
      }
    }
  }

  /** How much of a pixel the unit circle covers; {@code scale} is the circle's real half width. */
  private float inside(float u, float v, float scale) {
    float level = u * u + v * v;
    return level > 4 ? 0 : edge((1 - level) * 0.5f * scale);
  }

  /** From 0 to 1 over the width of a pixel; {@code distance} in half widths of the head. */
  private float edge(float distance) {
    return Math.min(1, Math.max(0, distance * radius + 0.5f));
  }

  private int wrapped(float position) {
    return Math.floorMod((int) ((position + 2) * size / 4), size);
  }

  private static float square(float value) {
    return value * value;
  }
}
