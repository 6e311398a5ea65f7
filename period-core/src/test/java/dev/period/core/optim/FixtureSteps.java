package dev.period.core.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.period.core.checkpoint.SafetensorsFile;
import java.util.Map;

/** Comparisons of a training step with one that PyTorch did. */
public final class FixtureSteps {
  private FixtureSteps() {}

  /** Fails unless the gradient of {@code name} has the norm that {@code norms} tells. */
  public static void assertNorm(JsonNode norms, String name, float[] gradient, double tolerance) {
    double expected = norms.path(name).asDouble(Double.NaN);
    double squares = 0;
    for (float value : gradient) {
      squares += (double) value * value;
    }
    assertEquals(expected, Math.sqrt(squares), tolerance * expected, name);
  }

  /** Compares the gradients that the file holds under {@code prefix}; how many those were. */
  public static int compareGradients(
      SafetensorsFile file, String prefix, Map<String, float[]> gradients) {
    int compared = 0;
    for (String tensor : file.tensors().keySet()) {
      if (tensor.startsWith(prefix)) {
        float[] expected = file.readFloats(tensor);
        float[] actual = gradients.get(tensor.substring(prefix.length()));
        double largest = 0;
        for (float value : expected) {
          largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], actual[i], 1e-4 * largest, tensor + "[" + i + "]");
        }
        compared++;
      }
    }
    return compared;
  }

  /**
   * Compares parameters after one step. The first update is the gradient's sign times the learning
   * rate, so elements whose gradient is rounding noise are passed over.
   */
  public static int compareFirstUpdate(
      SafetensorsFile file,
      String prefix,
      Map<String, float[]> gradients,
      Map<String, NDArray> parameters) {
    int compared = 0;
    for (String tensor : file.tensors().keySet()) {
      if (tensor.startsWith(prefix)) {
        String name = tensor.substring(prefix.length());
        float[] expected = file.readFloats(tensor);
        float[] actual = parameters.get(name).toFloatArray();
        float[] gradient = gradients.get(name);
        for (int i = 0; i < expected.length; i++) {
          if (gradient[i] == 0 || Math.abs(gradient[i]) >= 1e-6) {
            assertEquals(expected[i], actual[i], 2e-6, tensor + "[" + i + "]");
          }
        }
        compared++;
      }
    }
    return compared;
  }

  /** Compares parameters after three steps: all but one in a thousand closely. */
  public static int compareThirdUpdate(
      SafetensorsFile file, String prefix, Map<String, NDArray> parameters) {
    int compared = 0;
    int elements = 0;
    int outliers = 0;
    for (String tensor : file.tensors().keySet()) {
      if (tensor.startsWith(prefix)) {
        float[] expected = file.readFloats(tensor);
        float[] actual = parameters.get(tensor.substring(prefix.length())).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], actual[i], 2e-3, tensor + "[" + i + "]");
          outliers += Math.abs(expected[i] - actual[i]) > 5e-5 ? 1 : 0;
        }
        elements += expected.length;
        compared++;
      }
    }
    assertTrue(outliers <= elements / 1000, outliers + " of " + elements + " differ");
    return compared;
  }
}
