package dev.period.data.synthetic.pulse;

import java.util.SplittableRandom;

/**
 * Somebody before a camera: heart, skin, motion and light. Rendered faces and colour traces are
 * made of the same.
 *
 * <p>The model is that of Wang et al. (2017, POS), equation 1 to 10: what comes back from skin is
 * light times (diffuse colour times (1 − pulse) plus specular reflection).
 *
 * @param rate frames per second
 * @param frames how many
 * @param alive whether the pulse shows at all
 * @param heart when it beats
 * @param skin its colour
 * @param motion of the head
 * @param light gain of each channel [3, frames]
 * @param blood what the pulse and the breath add to the diffuse colour, as a part of it, [3,
 *     frames]
 */
@SuppressWarnings("ArrayRecordComponent")
record Subject(
    double rate,
    int frames,
    boolean alive,
    HeartBeat heart,
    Skin skin,
    HeadMotion motion,
    float[][] light,
    float[][] blood) {

  static Subject sample(SplittableRandom rng, double seconds, double rate, boolean alive) {
    int frames = (int) Math.ceil(seconds * rate) + 1;
    HeartBeat heart = HeartBeat.sample(rng, seconds);
    PulseShape shape = new PulseShape(rng);
    Skin skin = Skin.sample(rng, alive);
    HeadMotion motion = HeadMotion.sample(rng, frames, rate);
    float[][] light = Lamp.sample(rng, frames, rate);
    double swing = 0.15 * rng.nextDouble();
    double breathing = 0.002 * rng.nextDouble();
    float[][] blood = new float[3][frames];
    for (int t = 0; t < frames; t++) {
      double breath = heart.breath(t / rate);
      double volume = shape.at(heart.phase(t / rate)) * (1 + swing * breath);
      for (int c = 0; c < 3; c++) {
        // more blood, less light
        blood[c][t] = (float) (-skin.pulse()[c] * volume + breathing * breath);
      }
    }
    return new Subject(rate, frames, alive, heart, skin, motion, light, blood);
  }
}
