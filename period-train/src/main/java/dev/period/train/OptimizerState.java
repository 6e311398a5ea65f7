package dev.period.train;

import ai.djl.ndarray.NDArray;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.optim.Adam;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** The optimizer's state in a checkpoint. */
final class OptimizerState {
  private OptimizerState() {}

  /** Reads the state of {@code checkpoint} into {@code optimizer}. */
  static void restore(Path checkpoint, Adam optimizer) {
    try (SafetensorsFile file = SafetensorsFile.open(checkpoint.resolve("optimizer.safetensors"))) {
      for (Map.Entry<String, NDArray> entry : optimizer.state().entrySet()) {
        if (!file.tensors().containsKey(entry.getKey())) {
          throw new PeriodException(
              Kind.MODEL,
              checkpoint + " cannot be resumed: its optimizer state lacks " + entry.getKey());
        }
        entry.getValue().set(FloatBuffer.wrap(file.readFloats(entry.getKey())));
      }
    }
  }
}
