package dev.period.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Matrices of linear layers in the blocked order that oneDNN's products read, which a product with
 * one row (a decoded token) needs to come near the memory's bandwidth. A packed matrix takes as
 * much memory as a plain one and takes its place; only the helper {@code packed_linear} of a kernel
 * understands it, and no gradient flows through it.
 *
 * <p>The helper pads one to three rows to four: oneDNN's kernel for fewer reads 13 to 16 GB/s per
 * core where that for four reads 20 (Zen 4, oneDNN of libtorch 2.7.1).
 */
public final class PackedLinear {
  /** What a kernel's source calls to multiply by a packed matrix. */
  public static final String FUNCTION = "(self).packed_linear";

  private static final long SIDE = 64;

  private PackedLinear() {}

  private static final class Holder {
    static final boolean AVAILABLE = probe();

    /** Builds of libtorch without oneDNN lack the operations, CPUs without AVX-512 the kernels. */
    private static boolean probe() {
      try (NDManager scope = Torch.scope()) {
        NDArray w = RawTensors.convert(scope, scope.ones(shape()), Dtype.BF16);
        NDArray product =
            Kernel.load(PackedLinear.class, "packed_probe", Map.of()).run(scope, w, pack(scope, w));
        return RawTensors.toFloats(product)[0] == SIDE;
      } catch (RuntimeException e) {
        return false;
      }
    }

    private static ai.djl.ndarray.types.Shape shape() {
      return new ai.djl.ndarray.types.Shape(SIDE, SIDE);
    }
  }

  /** Whether bf16 matrices on the CPU can be packed here. */
  public static boolean available() {
    return Holder.AVAILABLE;
  }

  /** A packed copy of a bf16 matrix [out, in]. */
  public static NDArray pack(NDManager scope, NDArray matrix) {
    return Kernel.load(PackedLinear.class, "pack", Map.of()).run(scope, matrix);
  }
}
