package dev.period.train.parallel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import java.util.Map;
import java.util.zip.CRC32C;

/** Every process holds the whole model; this tells when the copies are not the same. */
public final class Replicas {
  private static final long WINDOW = 1L << 28;

  private Replicas() {}

  /**
   * Compares tensors with those of the other processes, bit for bit, by a checksum.
   *
   * @param tensors by name
   * @param when for the message, for example {@code at step 7}
   * @throws JointFailure on all processes when they differ
   */
  public static void verify(Collective processes, Map<String, NDArray> tensors, String when) {
    if (processes.size() == 1) {
      return;
    }
    CRC32C checksum = new CRC32C();
    tensors.forEach(
        (name, tensor) -> {
          try (NDManager scope = Torch.scope()) {
            NDArray onCpu = RawTensors.onCpu(scope, tensor);
            for (long from = 0; from < onCpu.size(); from += WINDOW) {
              long elements = Math.min(WINDOW, onCpu.size() - from);
              checksum.update(RawTensors.memory(onCpu, from, elements));
            }
          }
        });
    double[] all = processes.gather(checksum.getValue());
    Agreement.all(
        processes,
        () -> {
          if (all[processes.rank()] != all[0]) {
            throw new PeriodException(
                Kind.ENGINE,
                "the model of process "
                    + processes.rank()
                    + " is not that of process 0 "
                    + when
                    + "; give all processes the same program, files and kind of machine");
          }
        });
  }
}
