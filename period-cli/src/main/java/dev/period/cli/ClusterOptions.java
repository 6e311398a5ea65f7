package dev.period.cli;

import dev.period.data.work.Workers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who does the work: the option of every command whose items can be spread over machines. */
public final class ClusterOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spread the items by Apache Spark: local[*], local[4] or a cluster's spark://HOST:7077;"
              + " docs/scale.md says more. Default: this process alone.")
  private @Nullable String master;

  /** Those that the user asks for; to be closed. */
  public Workers workers() {
    return Workers.at(master);
  }

  /** How a folder is called: elsewhere, a relative path would start from another one. */
  public String path(Path folder) {
    return (master == null ? folder : folder.toAbsolutePath()).toString();
  }

  /** Whether they are others than this process. */
  public boolean spread() {
    return master != null;
  }
}
