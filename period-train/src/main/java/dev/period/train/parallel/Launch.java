package dev.period.train.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How this process was started, as far as launchers tell it in environment variables.
 *
 * @param size number of processes; 1 without a launcher
 * @param localRank number of this process on its machine, from 0: chooses its GPU
 * @param libraries file names of MPI libraries to try, the likeliest first
 */
record Launch(int size, int localRank, List<String> libraries) {
  private static final List<String> OPEN_MPI = List.of("libmpi.so.40", "mpi");

  /** Debian's MPICH, then the common ABI of MPICH, Intel MPI, MVAPICH and Cray MPI. */
  private static final List<String> MPICH =
      List.of("libmpich.so.12", "libmpi.so.12", "mpich", "mpi");

  static Launch of(Map<String, String> environment) {
    // Open MPI's mpirun; Hydra, Intel's mpirun and srun --mpi=pmi2; srun --mpi=pmix
    boolean pmi = environment.containsKey("PMI_SIZE");
    String size =
        environment.containsKey("PMIX_RANK") && !pmi ? "SLURM_STEP_NUM_TASKS" : "PMI_SIZE";
    List<String> libraries = new ArrayList<>();
    String own = environment.get("PERIOD_MPI_LIBRARY");
    if (own != null && !own.isBlank()) {
      libraries.add(own);
    }
    libraries.addAll(pmi ? MPICH : OPEN_MPI);
    libraries.addAll(pmi ? OPEN_MPI : MPICH);
    return new Launch(
        number(environment, 1, "OMPI_COMM_WORLD_SIZE", size),
        number(environment, 0, "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"),
        List.copyOf(libraries));
  }

  private static int number(Map<String, String> environment, int otherwise, String... names) {
    for (String name : names) {
      String value = environment.get(name);
      if (value != null && value.matches("\\d{1,9}")) {
        return Integer.parseInt(value);
      }
    }
    return otherwise;
  }
}
