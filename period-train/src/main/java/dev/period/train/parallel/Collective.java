package dev.period.train.parallel;

import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The processes that train one model together. Each call is made by all of them, in the same order,
 * or the others wait for ever; {@link Agreement} keeps that true when one of them fails.
 *
 * <p>Not thread-safe: all calls come from the thread that opened it.
 */
public interface Collective extends AutoCloseable {
  /** The number of this process, from 0. Process 0 writes files and speaks to the user. */
  int rank();

  /** The number of this process on its machine, from 0: chooses its GPU. */
  int localRank();

  /** How many processes there are. */
  int size();

  /**
   * Replaces each element by its sum over all processes; the sums are the same, bit for bit, on all
   * of them.
   *
   * @param values direct, in the machine's byte order, as long as everywhere else; all of it is
   *     summed, whatever its position and limit
   */
  void sum(FloatBuffer values);

  /** The element-wise sums over all processes; {@code values} keeps what it holds. */
  double[] sum(double... values);

  /** Leaves in good order; waits for the others to do so. */
  @Override
  void close();

  /** True for the process that writes files and speaks to the user. */
  default boolean leads() {
    return rank() == 0;
  }

  /** One number of each process, by rank, known to all. */
  default double[] gather(double mine) {
    double[] all = new double[size()];
    all[rank()] = mine;
    return sum(all);
  }

  /**
   * What the launcher of this process says: MPI if it started several, else this process alone.
   *
   * @param environment variables of the process
   * @throws dev.period.core.PeriodException of kind ENGINE when there is a launcher, but no library
   */
  static Collective open(Map<String, String> environment) {
    Launch launch = Launch.of(environment);
    return launch.size() == 1 ? new SingleProcess() : MpiCollective.open(launch);
  }
}
