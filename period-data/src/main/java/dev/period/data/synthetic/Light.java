package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/** A patchy light over the scene that grows brighter and dimmer: lamps, screens, clouds. */
final class Light implements Actor {
  private final float[] pattern;
  private final float[][] level;
  private final float strength;

  Light(RandomGenerator rng, Role role) {
    level = role.motion(rng, 2, 1);
    pattern = Texture.noise(rng, MacroWorld.SIZE);
    float darkest = Float.MAX_VALUE;
    float brightest = -Float.MAX_VALUE;
    for (float value : pattern) {
      darkest = Math.min(darkest, value);
      brightest = Math.max(brightest, value);
    }
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (pattern[i] - darkest) / (brightest - darkest + 1e-6f);
    }
    strength = (float) Draws.uniform(rng, 20, 90);
  }

  @Override
  public void draw(Canvas canvas, int frame, View view) {
    float brightness = strength * level[frame][0];
    for (int i = 0; i < pattern.length; i++) {
      canvas.pixels[i] += brightness * pattern[i];
    }
  }
}
