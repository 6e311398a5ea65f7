package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Users' scripts rely on these names: adding one is fine, changing or removing one is not. */
class FrozenCommandLineTest {
  private static final String COMMON = " --help --quiet --verbose -h";

  private final CommandLine root =
      Main.commandLine(
          Terminal.plain(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
          Answerer::load);

  @Test
  void commandsAndOptions() {
    Map<String, String> expected =
        new TreeMap<>(
            Map.of(
                "ask",
                "--column --device --dtype --end --frames --json --max-frames --max-pixels --max-seconds"
                    + " --model --plot --rate --seed --start --stream --temperature --threads --top-k"
                    + " --top-p"
                    + COMMON,
                "train",
                "--config --data --device --dry-run --from --out --resume --set --stage" + COMMON,
                "eval",
                "--baselines --cache --data --device --dtype --heart-rate --limit --master"
                    + " --max-frames --max-pixels --max-seconds --model --out --protocol --region --seed"
                    + " --split --stress --threads --use-segments --window"
                    + COMMON,
                "data",
                COMMON.strip(),
                "model",
                COMMON.strip(),
                "bench",
                "--device --dtype --json --model --rounds --threads" + COMMON,
                "doctor",
                "--clear-cache --model" + COMMON));
    Map<String, Set<String>> found = new TreeMap<>();
    root.getSubcommands().forEach((name, command) -> found.put(name, options(command)));
    Map<String, Set<String>> frozen = new TreeMap<>();
    expected.forEach(
        (name, list) -> frozen.put(name, new TreeSet<>(Arrays.asList(list.split(" ")))));
    assertEquals(frozen, found);
    assertEquals(new TreeSet<>(Arrays.asList(("--version -V" + COMMON).split(" "))), options(root));
  }

  @Test
  void commandsOfData() {
    assertCommands(
        "data",
        Map.of(
            "build",
            "--data --limit --master --out --parts --render --seed --split" + COMMON,
            "check",
            "--limit" + COMMON,
            "features",
            "--device --dtype --master --model --threads" + COMMON,
            "preferences",
            "--data --device --dtype --limit --model --out --seed --temperature --threads" + COMMON,
            "stats",
            COMMON.strip()));
  }

  @Test
  void commandsOfModel() {
    assertCommands(
        "model",
        Map.of(
            "info",
            "--json" + COMMON,
            "import",
            "--force --out" + COMMON,
            "export",
            "--force --layout --merge --out" + COMMON,
            "run",
            "--device --dtype --generate --image --json --threads --tokens" + COMMON));
  }

  private void assertCommands(String group, Map<String, String> expected) {
    Map<String, Set<String>> found = new TreeMap<>();
    root.getSubcommands()
        .get(group)
        .getSubcommands()
        .forEach((name, command) -> found.put(name, options(command)));
    Map<String, Set<String>> frozen = new TreeMap<>();
    expected.forEach(
        (name, list) -> frozen.put(name, new TreeSet<>(Arrays.asList(list.split(" ")))));
    assertEquals(frozen, found);
  }

  @Test
  void everyHelpHasAnExample() {
    for (String command : root.getSubcommands().keySet()) {
      CliRun help = CliRun.of(command, "--help");
      assertEquals(0, help.code());
      assertTrue(help.out().contains("  period " + command), command + " has no example");
    }
    for (String group : List.of("data", "model")) {
      for (String command : root.getSubcommands().get(group).getSubcommands().keySet()) {
        CliRun help = CliRun.of(group, command, "--help");
        assertEquals(0, help.code());
        assertTrue(
            help.out().contains("  period " + group + " " + command), command + " has no example");
      }
    }
    assertTrue(CliRun.of("--help").out().contains("period ask squats.mp4"));
  }

  @Test
  void version() {
    CliRun run = CliRun.of("--version");
    assertEquals(0, run.code());
    assertTrue(run.out().matches("period \\d+\\.\\d+\\.\\d+\\S*\\R"), run.out());
  }

  private static Set<String> options(CommandLine command) {
    Set<String> names = new TreeSet<>();
    command
        .getCommandSpec()
        .options()
        .forEach(option -> names.addAll(Arrays.asList(option.names())));
    return names;
  }
}
