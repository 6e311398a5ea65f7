package dev.period.cli.model;

import dev.period.cli.CommonOptions;
import dev.period.cli.Terminal;
import dev.period.core.model.convert.ModelConversion;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where a converted model goes. */
final class OutputOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The new folder; it appears when it is complete.")
  private Path out;

  @Option(names = "--force", description = "Replace a model folder of that name.")
  private boolean force;

  /** The new folder. */
  Path folder() {
    return out;
  }

  /** Whether a model folder in its place may go. */
  boolean replace() {
    return force;
  }

  /** Says what was written. */
  void tell(Terminal terminal, CommonOptions common, ModelConversion.Written written) {
    if (common.quiet()) {
      return;
    }
    terminal
        .err()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %s, %,d parameters in %d %s",
                out,
                written.title(),
                written.parameters(),
                written.files(),
                written.files() == 1 ? "file" : "files"));
    written.notes().forEach(note -> terminal.err().println("note: " + note));
  }
}
