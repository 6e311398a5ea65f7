package dev.period.cli;

import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What has to be known of a file of numbers. */
final class SignalOptions {
  /** Files of these names are time series, not videos. */
  static final Set<String> EXTENSIONS = Set.of("csv", "tsv", "txt", "wav");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Signals: samples per second; a WAV file knows its own.")
  private @Nullable Double rate;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description =
          "Signals: the column to look at; may be repeated. Default: all that hold numbers and do"
              + " not tell the time.")
  private List<String> columns = new ArrayList<>();

  static boolean isSignal(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /** Says what does not fit these files, before anything is loaded. */
  void check(List<Path> files) {
    if (rate != null && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(spec.commandLine(), "--rate must be above 0 samples per second");
    }
    for (Path file : files) {
      boolean signal = isSignal(file);
      if (!signal && (rate != null || !columns.isEmpty())) {
        throw new ParameterException(
            spec.commandLine(),
            "--rate and --column are for signals (.csv, .tsv, .txt, .wav), not for " + file);
      }
      if (signal && rate == null && !file.toString().toLowerCase(Locale.ROOT).endsWith(".wav")) {
        throw new ParameterException(
            spec.commandLine(),
            file + " does not say its rate; add --rate HZ, the number of samples per second");
      }
    }
  }

  Signal read(Path file) {
    return SignalFile.read(file, rate == null ? 0 : rate, columns);
  }
}
