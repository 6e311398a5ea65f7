package dev.period.data.synthetic;

import dev.period.core.periodicity.Regions;
import dev.period.core.periodicity.TemporalFilter;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Pictures made of random waves: each "pixel" is a cosine of a random combination of the pose and
 * the camera.
 *
 * <p>Random Fourier features: the product of two such pictures falls with the distance of their
 * poses as a Gaussian kernel does, which is how pictures of a moving thing behave, too.
 */
final class WaveImages {
  /** Object, background and distractor are each some regions: the pixels lie beside each other. */
  static final Regions REGIONS = Regions.runs(8);

  private static final int OBJECT_PIXELS = 96;
  private static final int BACKGROUND_PIXELS = 32;
  private static final int DISTRACTOR_PIXELS = 24;

  private final RandomGenerator rng;
  private final int frames;

  private WaveImages(RandomGenerator rng, int frames) {
    this.rng = rng;
    this.frames = frames;
  }

  /**
   * The five features of {@link dev.period.core.periodicity.FrameFeatures#NAMES}, as they would
   * look for a picture of these waves.
   *
   * @param pose shape [frames, dims]
   * @param camera shape [frames, dims of the camera]
   * @return one matrix [frames][values] per feature
   */
  static float[][][] features(RandomGenerator rng, float[][] pose, float[][] camera) {
    return new WaveImages(rng, pose.length).features(pose, camera);
  }

  private float[][][] features(float[][] pose, float[][] camera) {
    double size = Draws.logUniform(rng, 0.3, 2.5);
    float[][] object = objectPhases(pose, camera, size);
    float[] offsets = offsets(OBJECT_PIXELS);
    float[] strengths = new float[OBJECT_PIXELS];
    for (int i = 0; i < OBJECT_PIXELS; i++) {
      strengths[i] = (float) Math.exp(0.7 * rng.nextGaussian());
    }
    double backdrop = Draws.choice(rng, 0, 0.2, 0.5, 1);
    float[][] clean =
        beside(
            waves(object, 1, offsets, strengths),
            background(camera, size, backdrop),
            distractor(size));
    double noise = Draws.choice(rng, 0, 0.05, 0.15, 0.3) * meanDeviation(clean);

    float[][] grey = noisy(clean, noise);
    float[][] outline =
        beside(
            waves(object, (float) Draws.uniform(rng, 1.3, 2.5), offsets, strengths),
            background(camera, size / 1.6, backdrop));
    if (Draws.chance(rng, 0.5)) {
      rectify(outline);
    }
    if (Draws.chance(rng, 0.3)) {
      flicker(grey);
    }
    float[][] signed = TemporalFilter.differences(noisy(clean, 0.6 * noise));
    float[][] absolute = TemporalFilter.differences(noisy(clean, 0.4 * noise));
    return new float[][][] {
      grey, noisy(outline, noise), pooled(absolute), signed, TemporalFilter.highpass(grey)
    };
  }

  /** The argument of each pixel's cosine, without its offset: pose and camera entangled. */
  private float[][] objectPhases(float[][] pose, float[][] camera, double size) {
    double density = Draws.uniform(rng, 0.4, 1);
    float[][] weights = Draws.normal(rng, pose[0].length, OBJECT_PIXELS);
    for (float[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Draws.chance(rng, density) ? row[i] / (float) size : 0;
      }
    }
    double follow = Draws.choice(rng, 0, 1, 1) / size;
    float[][] phases = product(pose, weights);
    Trajectory.add(
        phases, product(camera, Draws.normal(rng, camera[0].length, OBJECT_PIXELS)), follow);
    return phases;
  }

  private float[][] background(float[][] camera, double size, double strength) {
    return strength == 0
        ? new float[frames][0]
        : plainWaves(camera, BACKGROUND_PIXELS, size, strength);
  }

  /** In four of ten clips something else wanders through the picture. */
  private float[][] distractor(double size) {
    if (!Draws.chance(rng, 0.4)) {
      return new float[frames][0];
    }
    float[][] walk = SmoothNoise.of(rng, frames, 2, Draws.uniform(rng, 6, 60));
    double reach = Draws.uniform(rng, 0.3, 2);
    return plainWaves(walk, DISTRACTOR_PIXELS, size / reach, Draws.uniform(rng, 0.1, 1));
  }

  private float[][] plainWaves(float[][] path, int pixels, double size, double strength) {
    float[][] weights = Draws.normal(rng, path[0].length, pixels);
    float[] strengths = new float[pixels];
    Arrays.fill(strengths, (float) strength);
    return waves(product(path, weights), (float) (1 / size), offsets(pixels), strengths);
  }

  private float[] offsets(int pixels) {
    float[] offsets = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      offsets[i] = (float) Draws.uniform(rng, 0, 2 * Math.PI);
    }
    return offsets;
  }

  private static float[][] waves(
      float[][] phases, float frequency, float[] offsets, float[] strengths) {
    float[][] image = new float[phases.length][offsets.length];
    for (int t = 0; t < phases.length; t++) {
      for (int i = 0; i < offsets.length; i++) {
        image[t][i] = (float) Math.cos(frequency * phases[t][i] + offsets[i]) * strengths[i];
      }
    }
    return image;
  }

  private float[][] noisy(float[][] image, double noise) {
    float[][] noisy = new float[frames][image[0].length];
    for (int t = 0; t < frames; t++) {
      for (int i = 0; i < noisy[t].length; i++) {
        noisy[t][i] = noise == 0 ? image[t][i] : image[t][i] + (float) (noise * rng.nextGaussian());
      }
    }
    return noisy;
  }

  /** A light that changes; outlines and differences hardly see it. */
  private void flicker(float[][] image) {
    float[][] light = SmoothNoise.of(rng, frames, 1, Draws.uniform(rng, 8, 60));
    double strength = Draws.uniform(rng, 0, 0.4);
    for (int i = 0; i < image[0].length; i++) {
      double gain = strength * rng.nextGaussian();
      for (int t = 0; t < frames; t++) {
        image[t][i] += (float) (gain * light[t][0]);
      }
    }
  }

  private static void rectify(float[][] image) {
    for (float[] row : image) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(0, row[i]);
      }
    }
  }

  /** Means of the absolute values of four neighbours each. */
  private static float[][] pooled(float[][] image) {
    float[][] pooled = new float[image.length][image[0].length / 4];
    for (int t = 0; t < image.length; t++) {
      for (int i = 0; i < 4 * pooled[t].length; i++) {
        pooled[t][i / 4] += Math.abs(image[t][i]) / 4;
      }
    }
    return pooled;
  }

  private static double meanDeviation(float[][] image) {
    double total = 0;
    for (int i = 0; i < image[0].length; i++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : image) {
        sum += row[i];
        squares += (double) row[i] * row[i];
      }
      double mean = sum / image.length;
      total += Math.sqrt(Math.max(0, squares / image.length - mean * mean));
    }
    return total / image[0].length;
  }

  private static float[][] product(float[][] path, float[][] weights) {
    float[][] product = new float[path.length][weights[0].length];
    for (int t = 0; t < path.length; t++) {
      for (int d = 0; d < weights.length; d++) {
        for (int i = 0; i < weights[d].length; i++) {
          product[t][i] += path[t][d] * weights[d][i];
        }
      }
    }
    return product;
  }

  private float[][] beside(float[][]... images) {
    float[][] joined = new float[frames][];
    for (int t = 0; t < frames; t++) {
      int width = 0;
      for (float[][] image : images) {
        width += image[t].length;
      }
      joined[t] = new float[width];
      int at = 0;
      for (float[][] image : images) {
        System.arraycopy(image[t], 0, joined[t], at, image[t].length);
        at += image[t].length;
      }
    }
    return joined;
  }
}
