package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/reproduce_ablations.sh} with a stand-in for Period that trains nothing: which runs
 * there are, that finished ones are not repeated, what the table says.
 */
class AblationScriptTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  /**
   * Leaves a checkpoint and the figures of a held-out evaluation; a wide mask counts worse by one.
   * Fails for the seed 9.
   */
  private static final String STAND_IN =
      """
      #!/bin/sh
      echo "$*" >>"$CALLS"
      mae=0 seed=0 word=$1
      while [ $# -gt 0 ]; do
        case $1 in
          --out) out=$2 ;;
          seed=9) exit 1 ;;
          seed=*) seed=${1#seed=} ;;
          *=full_visual) mae=1 ;;
        esac
        shift
      done
      mkdir -p "$out"
      if [ $word = train ]; then
        mkdir -p "$out/checkpoint-3"
        echo "$mae" >"$out/checkpoint-3/model.safetensors"
        printf '{"step":3,"eval/macro/mae_abs":%s.%s,"eval/text/obz_acc":0.5}\\n' $mae $seed >"$out/metrics.jsonl"
      else
        printf '%s\\n' '{' '"metrics" : {' '"mae_abs" : 2.5,' '"mae_abs_ci" : [ 1, 4 ]' '},' \\
          '"baselines" : {' '"constant_median" : {' '"mae_abs" : 4.25' '}' '}' '}' >"$out/report.json"
      fi
      """;

  @TempDir private Path folder;
  private Path calls;

  @BeforeAll
  static void needsAShell() {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no Unix here");
  }

  @BeforeEach
  void standIn() throws IOException {
    Path period = folder.resolve("period");
    Files.writeString(period, STAND_IN);
    assertTrue(period.toFile().setExecutable(true));
    calls = Files.createFile(folder.resolve("calls"));
  }

  private String script(int code, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("sh", HOME.resolve("scripts/reproduce_ablations.sh").toString()));
    command.addAll(List.of("--out", folder.resolve("out").toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PERIOD", folder.resolve("period").toString());
    builder.environment().put("CALLS", calls.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), said);
    return said;
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }

  @Test
  void thereIsTimeForTheRunsInTwoHours() throws Exception {
    List<String> work = script(0, "--list").lines().toList();
    assertEquals(27, work.stream().filter(line -> line.startsWith("text_run")).count());
    long runs = work.stream().filter(line -> line.startsWith("variant_run")).count();
    assertEquals(76, runs, "25 variants of three seeds, and one that must be the base");
    assertEquals("", Files.readString(calls));
  }

  @Test
  void aTableIsMadeOnceAndWhatIsDoneIsNotRepeated() throws Exception {
    String table = script(0, "--only", "mask", "--seeds", "1,2", "--jobs", "2");
    assertTrue(table.contains("| mask | causal | 2 | 0.15 ± 0.07 |"), table);
    assertTrue(table.contains("|  | full_visual | 2 | **1.15 ± 0.07** |"), table);
    assertTrue(table.contains("| frame_block_causal | 2 | 0.15 ± 0.07 |"), "the base: " + table);
    assertTrue(table.contains("| baselines | constant_median | 2 | 4.25 ± 0.00 |"), table);
    assertTrue(Files.readString(calls).contains("--set model.attention_mask=full_visual"));

    int before = calls().size();
    Files.delete(folder.resolve("out/runs/mask.2-1.tsv"));
    String again = script(0, "--only", "mask", "--seeds", "1,2");
    assertEquals(before + 1, calls().size(), "one run was missing");
    assertEquals(
        table.substring(table.indexOf("| mask")).lines().limit(4).toList(),
        again.substring(again.indexOf("| mask")).lines().limit(4).toList());
  }

  @Test
  void whatMustBeTheBaseRunsOnceAndHasItsFigures() throws Exception {
    String table = script(0, "--only", "rlo", "--seeds", "1,2");
    assertTrue(table.contains("| released_noop | 2 | 0.15 ± 0.07 |"), table);
    assertEquals(
        1, calls().stream().filter(call -> call.contains("rlo.mode=released_noop")).count());
  }

  @Test
  void realClipsAreJudgedWhenTheyAreGiven() throws Exception {
    script(0, "--only", "base", "--seeds", "1");
    Files.writeString(folder.resolve("labels.csv"), "file,action,count\n");
    String table = script(0, "--only", "base", "--seeds", "1", "--clips", folder.toString());
    assertTrue(table.contains("real clips: mae_abs"), table);
    assertTrue(
        table
            .lines()
            .anyMatch(
                line -> line.matches("\\| base \\| base \\| 1 \\| 0.10 \\|.* 0.50 \\| 2.50 \\|.*")),
        table);
    assertEquals(1, calls().stream().filter(call -> call.contains("--stage macro")).count());
  }

  @Test
  void aRunThatFailsIsSaid() throws Exception {
    String said = script(2, "--only", "base", "--seeds", "9");
    assertTrue(said.contains("failed: text_run base 9"), said);
    assertTrue(said.contains("the same command goes on"), said);
    assertFalse(Files.exists(folder.resolve("out/table.md")));
    assertTrue(
        script(2, "--only", "masks").contains("there is no group 'masks'; there are base text"));
  }
}
