package dev.period.data.synthetic;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a camera and a codec do to a picture: contrast, exposure that drifts or flickers, blur in
 * space and time, sensor noise, compression, and sometimes a mirror image.
 *
 * <p>Frames must be given in order, since blur in time looks back. Not thread-safe.
 */
final class Degradation {
  private static final int SIZE = MacroWorld.SIZE;

  private final float[] gain;
  private final float[] offset;
  private final float noise;
  private final float persistence;
  private final boolean mirror;
  private final int quality;
  private final BlockCompression compression;
  private final SplittableRandom grain;
  private final float[] kernel;

  private final float[] scratch = new float[SIZE * SIZE];
  private final float[] before = new float[SIZE * SIZE];

  Degradation(SplittableRandom rng, int frames) {
    float contrast = (float) Draws.uniform(rng, 0.55, 1.2);
    gain = drift(rng, frames, Draws.choice(rng, 0, 0.03, 0.12));
    offset = drift(rng, frames, Draws.choice(rng, 0, 4, 12));
    float flicker = Draws.chance(rng, 0.15) ? (float) Draws.uniform(rng, 0.01, 0.08) : 0;
    for (int t = 0; t < frames; t++) {
      gain[t] = contrast * (1 + gain[t] + flicker * (float) rng.nextGaussian());
    }
    noise = (float) Draws.choice(rng, 0, 2, 4, 8);
    persistence = (float) Draws.choice(rng, 0, 0, 0.3, 0.5);
    kernel = kernel(Draws.choice(rng, 0, 0, 0.48, 0.88));
    quality = (int) Draws.choice(rng, 0, 40, 60, 90);
    compression = new BlockCompression(SIZE, Math.max(1, quality));
    mirror = Draws.chance(rng, 0.5);
    grain = rng.split();
  }

  /** Degrades {@code pixels} in place and writes them as bytes from {@code start}. */
  void apply(float[] pixels, int frame, byte[] grey, int start) {
    float scale = gain[frame];
    float shift = 128 + offset[frame] - 128 * scale;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] * scale + shift;
    }
    if (kernel.length > 1) {
      blurRows(pixels, scratch);
      blurRows(scratch, pixels);
    }
    if (persistence > 0) {
      float kept = frame == 0 ? 0 : persistence;
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] += (before[i] - pixels[i]) * kept;
      }
      System.arraycopy(pixels, 0, before, 0, pixels.length);
    }
    if (noise > 0) {
      addGrain(pixels);
    }
    if (quality > 0) {
      clip(pixels);
      compression.apply(pixels);
    }
    write(pixels, grey, start);
  }

  /** Blurs along rows and transposes, so that twice blurs both ways. Edges are repeated. */
  private void blurRows(float[] from, float[] to) {
    int reach = kernel.length - 1;
    for (int i = 0; i < SIZE; i++) {
      int row = i * SIZE;
      for (int j = 0; j < SIZE; j++) {
        float sum = kernel[0] * from[row + j];
        for (int k = 1; k <= reach; k++) {
          sum +=
              kernel[k] * (from[row + Math.max(0, j - k)] + from[row + Math.min(SIZE - 1, j + k)]);
        }
        to[j * SIZE + i] = sum;
      }
    }
  }

  /** Nearly normal noise: sums of four bytes, two pixels to a random number, which is fast. */
  private void addGrain(float[] pixels) {
    // A sum of four uniform bytes has mean 510 and variance 4 · (256² - 1) / 12.
    float scale = noise / (float) Math.sqrt(65535 / 3.0);
    for (int i = 0; i < pixels.length; i += 2) {
      long bits = grain.nextLong();
      pixels[i] += (byteSum((int) bits) - 510) * scale;
      pixels[i + 1] += (byteSum((int) (bits >>> 32)) - 510) * scale;
    }
  }

  private static int byteSum(int bits) {
    return (bits & 0xFF) + (bits >>> 8 & 0xFF) + (bits >>> 16 & 0xFF) + (bits >>> 24);
  }

  private void write(float[] pixels, byte[] grey, int start) {
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        float value = pixels[i * SIZE + (mirror ? SIZE - 1 - j : j)];
        grey[start + i * SIZE + j] = (byte) Math.min(255, Math.max(0, (int) (value + 0.5f)));
      }
    }
  }

  private static void clip(float[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Math.min(255, Math.max(0, pixels[i]));
    }
  }

  private static float[] drift(RandomGenerator rng, int frames, double size) {
    float[][] noise = SmoothNoise.of(rng, frames, 1, Draws.uniform(rng, 8, 80));
    float[] drift = new float[frames];
    for (int t = 0; t < frames; t++) {
      drift[t] = (float) size * noise[t][0];
    }
    return drift;
  }

  /** The non-negative half of a normalised Gaussian; of length 1 where there is no blur. */
  private static float[] kernel(double sigma) {
    int reach = (int) Math.ceil(2.5 * sigma);
    float[] kernel = new float[reach + 1];
    double total = 0;
    for (int k = -reach; k <= reach; k++) {
      total += Math.exp(-k * k / Math.max(1e-9, 2 * sigma * sigma));
    }
    for (int k = 0; k <= reach; k++) {
      kernel[k] = (float) (Math.exp(-k * k / Math.max(1e-9, 2 * sigma * sigma)) / total);
    }
    return kernel;
  }
}
