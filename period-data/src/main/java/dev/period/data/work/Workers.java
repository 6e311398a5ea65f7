package dev.period.data.work;

import dev.period.core.PeriodException;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Those who do the items of a {@link Work}. */
public interface Workers extends AutoCloseable {
  /**
   * Does items.
   *
   * @param items their numbers
   * @param results is told what became of each, in the order of {@code items}, whichever was done
   *     first, one at a time
   * @throws PeriodException what an item or {@code results} threw
   */
  <R> void run(Work<R> work, LongStream items, Consumer<? super R> results);

  /** Ends what was started for the work. */
  @Override
  void close();

  /** Makes workers that are many. */
  interface Provider {
    /**
     * Starts them.
     *
     * @param master where, in the provider's own words
     * @throws PeriodException of kind USAGE where there is no such place
     */
    Workers connect(String master);
  }

  /** This process, one item after the other. */
  static Workers here() {
    return new LocalWorkers();
  }

  /**
   * Those that the user asks for.
   *
   * @param master {@code local[*]}, the URL of a cluster; null for this process
   * @throws PeriodException of kind USAGE where no provider is on the class path
   */
  static Workers at(@Nullable String master) {
    if (master == null) {
      return here();
    }
    return ServiceLoader.load(Provider.class)
        .findFirst()
        .orElseThrow(
            () ->
                new PeriodException(
                    PeriodException.Kind.USAGE,
                    "--master needs the module period-spark, which is not on the class path; build"
                        + " it with 'mvn -Pspark package', or start with ./period, which does so"))
        .connect(master);
  }
}
