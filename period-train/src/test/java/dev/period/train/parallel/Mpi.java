package dev.period.train.parallel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts programs of the tests on several processes, with every MPI that this machine has. */
public final class Mpi {
  private Mpi() {}

  /** Launchers on the path: those of Debian's two MPIs by their own names, else any. */
  public static List<String> launchers() {
    List<String> own = Stream.of("mpirun.openmpi", "mpirun.mpich").filter(Mpi::installed).toList();
    return own.isEmpty() ? Stream.of("mpirun").filter(Mpi::installed).toList() : own;
  }

  private static boolean installed(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(name)));
  }

  /** Starts two processes of {@code main}, their outputs in one file. */
  public static Process start(String launcher, Path output, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher, "-np", "2"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Dai.djl.offline=true",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OMP_NUM_THREADS", "1");
    // Open MPI refuses root, and more processes than cores, unless told; others ignore these
    builder.environment().put("OMPI_ALLOW_RUN_AS_ROOT", "1");
    builder.environment().put("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
    builder.environment().put("OMPI_MCA_rmaps_base_oversubscribe", "1");
    // Open MPI sleeps this long, twice, before it ends what is left of a failed job
    builder.environment().put("OMPI_MCA_odls_base_sigkill_timeout", "0");
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /** Waits for the end; a launcher that hangs is an error. */
  public static int await(Process process) throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("the processes hang");
    }
    return process.exitValue();
  }

  /** What the processes wrote. */
  public static String text(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
