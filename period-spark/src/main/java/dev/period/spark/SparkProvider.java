package dev.period.spark;

import dev.period.core.PeriodException;
import dev.period.data.work.Workers;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Connects to Spark. What the user sets by Spark's own means (system properties {@code spark.*},
 * {@code spark-submit}) wins over what is set here.
 */
public final class SparkProvider implements Workers.Provider {
  /** For the service loader. */
  public SparkProvider() {}

  @Override
  public Workers connect(String master) {
    try {
      return new SparkWorkers(new JavaSparkContext(configuration(master)));
    } catch (Exception e) { // a checked one from Scala too
      if (e instanceof SparkException || e instanceof IllegalArgumentException) {
        throw new PeriodException(
            PeriodException.Kind.USAGE,
            "Spark does not start with --master %s (%s); give local[*] or the URL of a cluster"
                .formatted(master, e.getMessage()),
            e);
      }
      throw e;
    }
  }

  static SparkConf configuration(String master) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", master);
    conf.setIfMissing("spark.app.name", "period");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // results go to their files as they come, so their sum says nothing
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    // the folder of the program is seen by all machines, as those of the data are
    conf.setIfMissing("spark.executor.extraClassPath", classPath());
    conf.setIfMissing(
        "spark.executor.extraJavaOptions",
        "-XX:+UseSerialGC -Djava.awt.headless=true -Dai.djl.offline=true -DOPT_OUT_TRACKING=true");
    conf.setIfMissing("spark.executorEnv.OPT_OUT_TRACKING", "true");
    conf.setIfMissing("spark.executorEnv.TORCH_CPP_LOG_LEVEL", "ERROR");
    String locale = System.getenv("LC_ALL");
    if (locale != null) { // without a UTF-8 locale a JVM cannot even name a file with an umlaut
      conf.setIfMissing("spark.executorEnv.LC_ALL", locale);
    }
    return conf;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
