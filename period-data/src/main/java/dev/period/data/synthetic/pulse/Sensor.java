package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import java.util.SplittableRandom;

/** A camera's sensor: noise that grows with the light, and eight bits. Not thread-safe. */
final class Sensor {
  /** Deviation of a sum of four uniform bytes, whose mean is 510. */
  private static final float BYTES_DEVIATION = (float) Math.sqrt(65535 / 3.0);

  private final SplittableRandom grain;
  private final float noise;
  private final float[] shot = new float[256];

  Sensor(SplittableRandom rng) {
    noise = (float) Draws.choice(rng, 0.5, 1, 2, 3.5);
    for (int level = 0; level < shot.length; level++) {
      shot[level] = (float) Math.sqrt(0.3 + 0.7 * level / 128.0);
    }
    grain = rng.split();
  }

  /** Levels of 0 to 255 as bytes. */
  void read(float[] canvas, byte[] rgb) {
    float scale = noise / BYTES_DEVIATION;
    for (int i = 0; i + 1 < canvas.length; i += 2) {
      long bits = grain.nextLong();
      rgb[i] = level(canvas[i], scale * (byteSum((int) bits) - 510));
      rgb[i + 1] = level(canvas[i + 1], scale * (byteSum((int) (bits >>> 32)) - 510));
    }
  }

  private byte level(float light, float grainOfOne) {
    float clipped = Math.min(255, Math.max(0, light));
    float noisy = clipped + grainOfOne * shot[(int) clipped];
    return (byte) Math.min(255, Math.max(0, (int) (noisy + 0.5f)));
  }

  /** Nearly normal, and fast. */
  private static int byteSum(int bits) {
    return (bits & 0xFF) + (bits >>> 8 & 0xFF) + (bits >>> 16 & 0xFF) + (bits >>> 24);
  }
}
