package dev.period.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training run in a JVM of its own, so that it can be killed; says how far it is, line by line.
 */
final class TrainProcess implements AutoCloseable {
  static final String STARTED = "started";
  static final String STEP = "step ";

  private final Process process;
  private final BufferedReader lines;

  private TrainProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts, or resumes, a run. */
  static TrainProcess start(String stage, Path out, List<String> overrides) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                TrainProcess.class.getName(),
                stage,
                out.toString()));
    command.addAll(overrides);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    return new TrainProcess(builder.start());
  }

  /** The next line it says; null when it has ended. */
  String line() throws IOException {
    return lines.readLine();
  }

  /** Reads on to the end; what it said. */
  List<String> rest() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      all.add(line);
    }
    process.waitFor();
    return all;
  }

  /** Asks it to end, as {@code kill} and a shutdown do. */
  void terminate() {
    process.toHandle().destroy(); // the process itself would close its output, too
  }

  /** Kills it on the spot. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    lines.close();
  }

  /** Runs {@code stage out overrides…}; the exit code is that of the command line. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    TrainListener listener =
        new TrainListener() {
          @Override
          public void started(String summary) {
            System.out.println(STARTED);
          }

          @Override
          public void step(long step, long maxSteps, Map<String, Double> metrics) {
            System.out.println(STEP + step);
          }

          @Override
          public void message(String line) {
            System.out.println(line);
          }
        };
    List<String> overrides = new ArrayList<>(Recipes.SMALL);
    overrides.addAll(List.of(args).subList(2, args.length));
    try {
      Training.run(
          new TrainRequest(
              args[0], null, Path.of(args[1]), null, true, overrides, "cpu", false, listener),
          Recipes.HOME);
    } catch (dev.period.core.PeriodException e) {
      System.out.println(e.getMessage());
      System.exit(e.kind().exitCode());
    }
    System.exit(0);
  }
}
