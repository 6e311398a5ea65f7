package dev.period.spark;

import dev.period.data.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Two executors of one core and 1 GiB, each a process of its own. */
final class Cluster {
  static final String MASTER = "local-cluster[2,1,1024]";

  private Cluster() {}

  /** Before the first connection. */
  static void prepare() throws IOException {
    // Spark looks for its jars here; those of the tests come by the executors' class path
    Files.createDirectories(Path.of(Objects.requireNonNull(System.getenv("SPARK_HOME")), "jars"));
    System.setProperty("spark.extraListeners", ExecutorLoss.class.getName());
  }

  static Workers connect() throws IOException {
    prepare();
    return Workers.at(MASTER);
  }
}
