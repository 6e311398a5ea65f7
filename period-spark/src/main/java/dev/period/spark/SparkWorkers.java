package dev.period.spark;

import dev.period.core.PeriodException;
import dev.period.data.work.Work;
import dev.period.data.work.Workers;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.reflect.ClassTag$;

/**
 * The executors of Spark.
 *
 * <p>Items are cut into tasks by their position alone, so that the cut is the same on every
 * cluster. A task whose executor is lost is done again by another one; each result is handed on
 * once.
 */
final class SparkWorkers implements Workers {
  /** So many that all are busy until the end and a lost one costs little. */
  private static final int TASKS = 1024;

  private final JavaSparkContext context;

  SparkWorkers(JavaSparkContext context) {
    this.context = context;
  }

  @Override
  public <R> void run(Work<R> work, LongStream items, Consumer<? super R> results) {
    List<Long> all = items.boxed().toList();
    if (all.isEmpty()) {
      return;
    }
    JavaRDD<Long> tasks = context.parallelize(all, Math.min(all.size(), TASKS));
    Ordered<R> ordered = new Ordered<>(results);
    try {
      context
          .sc()
          .runJob(
              tasks.rdd(),
              new Task<>(work),
              ordered,
              ClassTag$.MODULE$.<Batch<R>>apply(Batch.class));
    } catch (Exception e) { // Scala throws checked ones without telling
      throw reason(e);
    }
  }

  /** What the user should know is somewhere inside what Spark throws. */
  private static RuntimeException reason(Exception thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof PeriodException || e instanceof UncheckedIOException) {
        return (RuntimeException) e;
      }
    }
    return new IllegalStateException("Spark gave up: " + thrown.getMessage(), thrown);
  }

  @Override
  public void close() {
    context.close();
    OpenWork.closeAll();
  }
}
