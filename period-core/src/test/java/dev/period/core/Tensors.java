package dev.period.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.period.core.engine.Torch;
import java.util.SplittableRandom;

/** Random tensors, and comparisons that say where two tensors differ. */
public final class Tensors {
  /** Tensors that are (almost) zero are compared as if they were this large. */
  private static final double SMALLEST_SCALE = 0.5;

  private Tensors() {}

  /** Normal numbers around zero. */
  public static float[] normal(SplittableRandom random, int size, double deviation) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** A tensor of normal numbers around zero. */
  public static NDArray normal(
      NDManager scope, SplittableRandom random, double deviation, long... shape) {
    int size = Math.toIntExact(new Shape(shape).size());
    return Torch.floats(scope, normal(random, size, deviation), shape);
  }

  /** Fails unless shapes agree, and values within {@code tolerance} of the largest magnitude. */
  public static void assertClose(String what, NDArray expected, NDArray actual, double tolerance) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    assertClose(what, expected.toFloatArray(), actual.toFloatArray(), tolerance);
  }

  /** Fails unless every difference is within {@code tolerance} of the largest magnitude. */
  public static void assertClose(String what, float[] expected, float[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what);
    double scale = SMALLEST_SCALE;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs((double) expected[i] - actual[i]);
      if (!(difference <= tolerance * scale)) {
        fail(
            "%s: element %d is %s but should be %s; they differ by %s of the largest magnitude"
                .formatted(what, i, actual[i], expected[i], difference / scale));
      }
    }
  }

  /** Fails unless two tensors are equal bit for bit. */
  public static void assertIdentical(String what, NDArray expected, NDArray actual) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    assertArrayEquals(expected.toFloatArray(), actual.toFloatArray(), what);
  }
}
