package dev.period.train.parallel;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The few functions of MPI's C interface that data-parallel training needs, called by JNA.
 *
 * <p>MPI fixes the names of functions, but not what a handle is: Open MPI has addresses of global
 * variables, MPICH and all that keep to its ABI have integers (constants of its {@code mpi.h}).
 * Errors do not come back: MPI's default is to end all processes.
 */
final class MpiLibrary {
  private static final int THREAD_FUNNELED = 1;

  private final NativeLibrary library;
  private final Handles handles;

  /**
   * What stands for MPI's constants; each a {@link Pointer} or an {@link Integer}.
   *
   * @param world {@code MPI_COMM_WORLD}
   * @param floats {@code MPI_FLOAT}
   * @param doubles {@code MPI_DOUBLE}
   * @param sum {@code MPI_SUM}
   * @param inPlace {@code MPI_IN_PLACE}
   */
  private record Handles(
      Object world, Object floats, Object doubles, Object sum, Pointer inPlace) {}

  private MpiLibrary(NativeLibrary library, Handles handles) {
    this.library = library;
    this.handles = handles;
  }

  /**
   * Loads the first of {@code names} that there is.
   *
   * @throws PeriodException of kind ENGINE when there is none
   */
  static MpiLibrary load(List<String> names) {
    keepSignalsOfTheJvm();
    UnsatisfiedLinkError missing = null;
    for (String name : names) {
      try {
        NativeLibrary library = NativeLibrary.getInstance(name);
        return new MpiLibrary(library, handles(library));
      } catch (UnsatisfiedLinkError e) {
        missing = missing == null ? e : missing;
      }
    }
    throw new PeriodException(
        Kind.ENGINE,
        "this process was started by an MPI launcher, but the MPI library cannot be loaded (tried "
            + String.join(", ", names)
            + "); install it, or name its file in PERIOD_MPI_LIBRARY",
        missing);
  }

  /**
   * UCX, on which MPI libraries build, takes SIGSEGV and its like for itself and ends the process;
   * the JVM lives with these signals all the time. It reads the variable when it is loaded.
   */
  private static void keepSignalsOfTheJvm() {
    NativeLibrary.getProcess()
        .getFunction("setenv")
        .invokeInt(new Object[] {"UCX_ERROR_SIGNALS", "", 0});
  }

  private static Handles handles(NativeLibrary library) {
    Pointer world;
    try {
      world = library.getGlobalVariableAddress("ompi_mpi_comm_world");
    } catch (UnsatisfiedLinkError e) {
      return new Handles(0x44000000, 0x4c00040a, 0x4c00080b, 0x58000003, new Pointer(-1));
    }
    return new Handles(
        world,
        library.getGlobalVariableAddress("ompi_mpi_float"),
        library.getGlobalVariableAddress("ompi_mpi_double"),
        library.getGlobalVariableAddress("ompi_mpi_op_sum"),
        new Pointer(1));
  }

  /** The file that was loaded. */
  String file() {
    return library.getFile().toString();
  }

  /** Joins the other processes. */
  void init() {
    call("MPI_Init_thread", Pointer.NULL, Pointer.NULL, THREAD_FUNNELED, new int[1]);
  }

  int rank() {
    return number("MPI_Comm_rank");
  }

  int size() {
    return number("MPI_Comm_size");
  }

  /** Sums in place; the buffer must be direct. */
  void sum(FloatBuffer values) {
    allReduce(values, values.capacity(), handles.floats());
  }

  /** Sums in place. */
  void sum(double[] values) {
    allReduce(values, values.length, handles.doubles());
  }

  /** Leaves the other processes. */
  void finish() {
    call("MPI_Finalize");
  }

  private void allReduce(Object values, int count, Object type) {
    call("MPI_Allreduce", handles.inPlace(), values, count, type, handles.sum(), handles.world());
  }

  private int number(String function) {
    int[] result = new int[1];
    call(function, handles.world(), result);
    return result[0];
  }

  private void call(String function, Object... arguments) {
    int code = library.getFunction(function).invokeInt(arguments);
    if (code != 0) {
      throw new PeriodException(Kind.ENGINE, function + " failed with MPI's error code " + code);
    }
  }
}
