package dev.period.train.parallel;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The processes of an MPI launcher such as {@code mpirun}. */
final class MpiCollective implements Collective {
  private final MpiLibrary mpi;
  private final int rank;
  private final int localRank;
  private final int size;

  private MpiCollective(MpiLibrary mpi, int rank, int localRank, int size) {
    this.mpi = mpi;
    this.rank = rank;
    this.localRank = localRank;
    this.size = size;
  }

  /**
   * Joins the processes of {@code launch}; once in the life of a process.
   *
   * @throws PeriodException of kind ENGINE without an MPI library, or with one that is not the
   *     launcher's
   */
  static MpiCollective open(Launch launch) {
    MpiLibrary mpi = MpiLibrary.load(launch.libraries());
    mpi.init();
    int size = mpi.size();
    if (size != launch.size()) {
      throw new PeriodException(
          Kind.ENGINE,
          "the launcher started "
              + launch.size()
              + " processes, but "
              + mpi.file()
              + " knows of "
              + size
              + ": they belong to different MPIs; use the launcher of that library, or name"
              + " the launcher's library in PERIOD_MPI_LIBRARY");
    }
    return new MpiCollective(mpi, mpi.rank(), launch.localRank(), size);
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int localRank() {
    return localRank;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void sum(FloatBuffer values) {
    if (!values.isDirect() || values.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException("MPI reads memory as it lies there: direct, native order");
    }
    mpi.sum(values.duplicate().clear());
  }

  @Override
  public double[] sum(double... values) {
    double[] sums = values.clone();
    mpi.sum(sums);
    return sums;
  }

  @Override
  public void close() {
    mpi.finish();
  }
}
