package dev.period.core.periodicity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.period.core.Naive;
import dev.period.core.Tensors;
import dev.period.core.Twin;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way into the periodicity encoder against plain loops. */
class PeriodicityStemTest {
  private static final int FEATURES = SimilarityMaps.NAMES.size();

  @ParameterizedTest
  @CsvSource({"1, 8, 4, 3, 6", "2, 12, 6, 2, 5", "2, 6, 8, 4, 7"})
  void agreesWithPlainLoops(int b, int frames, int lags, int channels, int d) {
    int flat = channels * (2 * lags / 4);
    Kernel kernel =
        Kernel.load(
            PeriodicityEncoder.class,
            "periodicity_stem",
            Map.of("features", FEATURES, "frames", frames, "lags", lags));
    for (long seed = 1; seed <= 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] gram = gram(random, b * FEATURES, frames);
      Lags expected = new Lags(gram, b, frames, lags);
      LagImage image = new LagImage(frames, lags);
      try (NDManager scope = Torch.scope()) {
        NDList weights =
            new NDList(
                Tensors.normal(scope, random, 0.2, channels, FEATURES + 1L, 3, 3),
                Tensors.normal(scope, random, 0.2, channels),
                Tensors.normal(scope, random, 0.3, channels, channels, 3, 3),
                Tensors.normal(scope, random, 0.2, channels),
                Tensors.normal(scope, random, 0.3, d, flat),
                Tensors.normal(scope, random, 0.2, d),
                Tensors.normal(scope, random, 0.3, d, (long) FEATURES * lags),
                Tensors.normal(scope, random, 0.2, d));
        Twin.assertSame(
            "periodicity_stem, seed " + seed,
            weights,
            (s, in) ->
                kernel.apply(
                    s,
                    in,
                    Torch.floats(s, gram, b, FEATURES, frames, frames),
                    Torch.longs(s, image.index(), image.index().length),
                    Torch.floats(s, image.inside(), frames, 2L * lags)),
            (s, in) -> new NDList(naive(s, in, expected)),
            2e-5);
      }
    }
  }

  private static NDArray naive(NDManager scope, NDList in, Lags lags) {
    int b = lags.b;
    NDArray x = Torch.floats(scope, lags.image, b, FEATURES + 1, lags.frames, 2L * lags.lags);
    Shape one = new Shape(1, 1);
    NDArray y = Conv2d.conv2d(x, in.get(0), in.get(1), new Shape(1, 2), one).get(0);
    y = Conv2d.conv2d(Naive.silu(y), in.get(2), in.get(3), new Shape(2, 2), one).get(0);
    y = Naive.silu(y).transpose(0, 2, 1, 3).reshape(b, lags.frames / 2, -1);
    NDArray profile = Torch.floats(scope, lags.profile, b, 1, (long) FEATURES * lags.lags);
    return Naive.linear(y, in.get(4), in.get(5)).add(Naive.linear(profile, in.get(6), in.get(7)));
  }

  /** Symmetric and positive on the diagonal, except in one feature that is (almost) nothing. */
  private static float[] gram(SplittableRandom random, int maps, int frames) {
    float[] gram = new float[maps * frames * frames];
    for (int map = 0; map < maps; map++) {
      float scale = map == 1 ? 1e-4f : 1;
      float[] features = Tensors.normal(random, frames * 3, 1);
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j < frames; j++) {
          float sum = 0;
          for (int k = 0; k < 3; k++) {
            sum += features[i * 3 + k] * features[j * 3 + k];
          }
          gram[(map * frames + i) * frames + j] = scale * sum;
        }
      }
    }
    return gram;
  }

  /** Centred cosine similarities by lag, straight from their definitions. */
  private static final class Lags {
    final int b;
    final int frames;
    final int lags;
    final float[] image;
    final float[] profile;

    Lags(float[] gram, int b, int frames, int lags) {
      this.b = b;
      this.frames = frames;
      this.lags = lags;
      this.image = new float[b * (FEATURES + 1) * frames * 2 * lags];
      this.profile = new float[b * FEATURES * lags];
      for (int i = 0; i < b; i++) {
        for (int f = 0; f < FEATURES; f++) {
          fill(i, f, similarity(gram, (i * FEATURES + f) * frames * frames));
        }
        double[][] all = new double[frames][frames];
        for (double[] row : all) {
          java.util.Arrays.fill(row, 1);
        }
        fill(i, FEATURES, all);
      }
    }

    private double[][] similarity(float[] gram, int offset) {
      double[] rows = new double[frames];
      double[] columns = new double[frames];
      double mean = 0;
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j < frames; j++) {
          double value = gram[offset + i * frames + j];
          rows[i] += value / frames;
          columns[j] += value / frames;
          mean += value / frames / frames;
        }
      }
      double[][] centred = new double[frames][frames];
      double diagonal = 0;
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j < frames; j++) {
          centred[i][j] = gram[offset + i * frames + j] - rows[i] - columns[j] + mean;
        }
        diagonal += Math.max(0, centred[i][i]) / frames;
      }
      double[] norms = new double[frames];
      for (int i = 0; i < frames; i++) {
        norms[i] = Math.sqrt(Math.max(0, centred[i][i]) + 0.05 * diagonal + 0.02);
      }
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j < frames; j++) {
          centred[i][j] /= norms[i] * norms[j];
        }
      }
      return centred;
    }

    private void fill(int item, int channel, double[][] similarity) {
      for (int lag = -lags; lag <= lags; lag++) {
        if (lag == 0) {
          continue;
        }
        int column = lag < 0 ? lag + lags : lag + lags - 1;
        double sum = 0;
        int overlap = 0;
        for (int t = 0; t < frames; t++) {
          if (t + lag >= 0 && t + lag < frames) {
            double value = similarity[t][t + lag];
            int row = (item * (FEATURES + 1) + channel) * frames + t;
            image[row * 2 * lags + column] = (float) value;
            sum += value;
            overlap++;
          }
        }
        if (lag > 0 && channel < FEATURES) {
          profile[(item * FEATURES + channel) * lags + lag - 1] =
              (float) (sum / Math.max(1, overlap));
        }
      }
    }
  }

  @Test
  void theLagImageNamesTheOtherFrame() {
    LagImage image = new LagImage(3, 2);
    assertArrayEquals(
        new float[] {0, 0, 1, 1, /**/ 0, 1, 1, 0, /**/ 1, 1, 0, 0}, image.inside(), "inside");
    assertEquals(2, image.index()[3], "frame 0 with frame 2");
    assertEquals(3, image.index()[5], "frame 1 with frame 0");
    assertEquals(7, image.index()[9], "frame 2 with frame 1");
  }
}
