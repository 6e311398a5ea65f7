package dev.period.data.synthetic;

import java.util.random.RandomGenerator;

/**
 * What the actors of a clip have in common: when and how far they move, where they are, how large,
 * and in which colours.
 *
 * @param timing when the motion repeats
 * @param idle what happens outside the repetitions, one of {@link Trajectory}'s constants
 * @param span size of the motion, about 1
 * @param scale size of the actors, about 1
 * @param x in pixels
 * @param y in pixels
 * @param colours eight grey levels
 */
@SuppressWarnings("ArrayRecordComponent")
record Role(Timing timing, int idle, double span, double scale, float x, float y, float[] colours) {

  /** Draws a role in front of a backdrop of mean grey level {@code behind}. */
  static Role sample(RandomGenerator rng, Timing timing, float behind) {
    int idle = rng.nextInt(3);
    double span = Draws.uniform(rng, 0.35, 1.3);
    // Three in ten are far away: small people are where counting real footage goes wrong.
    double scale =
        Draws.chance(rng, 0.3) ? Draws.logUniform(rng, 0.3, 0.5) : Draws.logUniform(rng, 0.5, 1.9);
    float x = place(rng);
    float y = place(rng);
    return new Role(timing, idle, span, scale, x, y, colours(rng, behind));
  }

  /** A path of the pose: repeating as the timing says, or not repeating at all. */
  float[][] motion(RandomGenerator rng, int dims, double size) {
    if (timing.count() > 0) {
      return Trajectory.sample(rng, dims, timing, idle, size);
    }
    float[][] path = new float[timing.frames()][dims];
    if (Draws.chance(rng, 0.2)) {
      return path;
    }
    Trajectory.add(path, AimlessMotion.sample(rng, timing.frames(), dims), size);
    return path;
  }

  /** This role, half a repetition later: the left leg to the right one when walking. */
  Role halfCycleLater() {
    float[] phase = timing.phase().clone();
    for (int t = 0; t < phase.length; t++) {
      phase[t] += 0.5f;
    }
    Timing later = new Timing(timing.count(), phase, timing.active(), timing.amplitude());
    return new Role(later, idle, span, scale, x, y, colours);
  }

  /** This role, a little to the right. */
  Role beside() {
    float right = x + MacroWorld.SIZE * 0.2f;
    return new Role(timing, idle, span, scale, right, y, colours);
  }

  private static float place(RandomGenerator rng) {
    float centre = MacroWorld.SIZE / 2f;
    float offset = (float) rng.nextGaussian() * MacroWorld.SIZE * 0.12f;
    return centre + Math.min(14, Math.max(-14, offset));
  }

  private static float[] colours(RandomGenerator rng, float behind) {
    boolean standOut = Draws.chance(rng, 0.75);
    float[] colours = new float[8];
    for (int i = 0; i < colours.length; i++) {
      float colour = (float) Draws.uniform(rng, 5, 250);
      if (standOut && Math.abs(colour - behind) < 45) {
        colour = behind > 128 ? colour * 0.35f : 255 - (255 - colour) * 0.35f;
      }
      colours[i] = colour;
    }
    return colours;
  }
}
