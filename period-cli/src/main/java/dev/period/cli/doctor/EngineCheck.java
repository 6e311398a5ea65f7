package dev.period.cli.doctor;

import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Torch;
import java.util.ArrayList;
import java.util.List;

/** Loads libtorch and computes something with it. */
final class EngineCheck implements Check {
  private static final String ADVICE =
      "remove the cache named below and try again; on a system without prebuilt natives, set"
          + " PYTORCH_LIBRARY_PATH to the lib folder of an installed PyTorch 2.7.1";

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    try (NDManager scope = Torch.scope()) {
      float sum = Torch.floats(scope, new float[] {1, 2, 3}, 3).sum().getFloat();
      if (sum != 6) {
        return List.of(
            Finding.broken("engine", "libtorch says 1 + 2 + 3 = " + sum, Kind.ENGINE, ADVICE));
      }
      findings.add(
          Finding.fine(
              "engine",
              "libtorch %s by DJL %s, %d threads"
                  .formatted(
                      Torch.version(), ai.djl.engine.Engine.getDjlVersion(), Torch.threads())));
      findings.add(gpu());
    } catch (PeriodException | LinkageError | ai.djl.engine.EngineException e) {
      findings.add(Finding.broken("engine", String.valueOf(e.getMessage()), Kind.ENGINE, ADVICE));
    }
    return findings;
  }

  private static Finding gpu() {
    int gpus = Torch.gpuCount();
    if (gpus > 0) {
      return Finding.fine("GPU", gpus + " usable; choose it with --device gpu");
    }
    return Finding.hint(
        "GPU",
        "none usable, the CPU computes",
        "for an NVIDIA GPU set PYTORCH_LIBRARY_PATH to the lib folder of PyTorch 2.7.1 with CUDA"
            + " 12.8, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128");
  }
}
