package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitCodeTest {
  @TempDir private Path folder;

  private CliRun failing(Throwable failure, String... more) throws IOException {
    Path video = folder.resolve("a.mp4");
    if (!Files.exists(video)) {
      Files.createFile(video);
    }
    String[] args = new String[5 + more.length];
    System.arraycopy(
        new String[] {"ask", video.toString(), "how many?", "--model", folder.toString()},
        0,
        args,
        0,
        5);
    System.arraycopy(more, 0, args, 5, more.length);
    return CliRun.withModel(
        (path, question, options) -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        },
        "",
        args);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aKnownFailureIsOneSentence(Kind kind) throws IOException {
    CliRun run = failing(new PeriodException(kind, "it does not work; do something else"));
    assertEquals(kind.exitCode(), run.code());
    assertEquals("period: it does not work; do something else", run.err().strip());
    assertEquals("", run.out());
  }

  @Test
  void outOfMemory() throws IOException {
    assertEquals(6, failing(new OutOfMemoryError("Java heap space")).code());
    assertEquals(6, failing(new CompletionException(new OutOfMemoryError())).code());
    String cpu =
        "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.\nstack";
    assertEquals(6, failing(new EngineException(cpu)).code());
    assertEquals(6, failing(new EngineException("CUDA out of memory. Tried 2 GiB")).code());
  }

  @Test
  void natives() throws IOException {
    assertEquals(5, failing(new UnsatisfiedLinkError("no torch")).code());
    assertEquals(5, failing(new NoClassDefFoundError("Could not initialize avutil")).code());
    CliRun run = failing(new EngineException("first line\nstack\ntrace"));
    assertEquals(5, run.code());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void anythingElseIsAnInternalError() throws IOException {
    CliRun run = failing(new IllegalStateException("oops"));
    assertEquals(70, run.code());
    assertEquals(1, run.err().lines().count());
    assertTrue(run.err().contains("--verbose"), run.err());
  }

  @Test
  void verboseShowsTheStackTrace() throws IOException {
    CliRun run = failing(new IllegalStateException("oops"), "--verbose");
    assertEquals(70, run.code());
    assertTrue(run.err().contains("\tat dev.period.cli."), run.err());
  }

  @Test
  void usage() {
    assertUsage("there is no command 'coutn'", "coutn");
    assertUsage("no command given");
    assertUsage("there is no option '--jsn'", "ask", "a.mp4", "--jsn");
    assertUsage(
        "--stream and --json exclude each other", "ask", "a.mp4", "?", "--stream", "--json");
    assertUsage("--end must be later than --start", "ask", "a.mp4", "?", "--start=5", "--end=5");
    assertUsage("--start must not be negative", "ask", "a.mp4", "?", "--start=NaN");
    assertUsage("'many'", "ask", "a.mp4", "?", "--frames=many");
    assertUsage("no question given", "ask", "a.mp4", "b.mp4");
    assertUsage("--stage", "train");
    assertUsage("text, synthetic, movers, routing, clips", "eval", "cuontix");
    assertUsage(
        "'mvn -Pspark package'", "data", "build", "text", "--out", "qa", "--master", "local[*]");
    assertUsage("--data", "eval", "clips");
    assertUsage("is a folder", "data", "preferences", "--out", folder.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "synthetic, --data=x",
    "routing, --baselines",
    "movers, --baselines",
    "quva, --split=val",
    "countix, --use-segments",
    "repcount, --stress=lead",
    "clips, --split=val",
    "signal, --window=10",
    "text, --region=whole",
    "clips, --heart-rate=fine",
    "text, --seed=2",
    "quva, --seed=2",
    "rppg, --max-seconds=9",
    "text, --max-frames=9",
    "signal, --max-pixels=9",
    "synthetic, --cache",
    "rppg, --protocol=period-llm"
  })
  void anOptionThatATaskHasNoUseForIsRefused(String task, String option) {
    String data =
        List.of("clips", "countix", "repcount", "quva", "signal").contains(task)
            ? "--data=x"
            : "--quiet";
    assertUsage(
        "eval " + task + " takes no " + option.replaceFirst("=.*", "") + ", which is for ",
        "eval",
        task,
        data,
        option);
  }

  /** No file is kept either way, so that the option would seem to work. */
  @ParameterizedTest
  @ValueSource(strings = {"text", "synthetic", "movers", "routing", "rotnist", "rppg"})
  void noCacheIsRefusedWhereThereIsNone(String task) {
    assertUsage(
        "eval " + task + " takes no --cache, which is for clips, countix, repcount, quva",
        "eval",
        task,
        "--no-cache");
  }

  @Test
  void aSeedOfNothingIsRefused() {
    assertUsage(
        "eval clips takes no --seed without --stress", "eval", "clips", "--data=x", "--seed=2");
    assertUsage("eval rppg takes no --seed with --data", "eval", "rppg", "--data=x", "--seed=2");
  }

  @Test
  void unknownStage() {
    CliRun run = CliRun.of("train", "--stage", "nano", "--dry-run");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("text, macro, micro, dpo, all"), run.err());
  }

  @Test
  void missingVideo() {
    CliRun run = CliRun.of("ask", folder.resolve("none.mp4").toString(), "how many?");
    assertEquals(3, run.code());
    assertTrue(run.err().contains("none.mp4"), run.err());
  }

  @Test
  void missingModel() {
    CliRun run = CliRun.of("doctor", "--quiet", "--model", folder.resolve("none").toString());
    assertEquals(4, run.code());
    assertTrue(run.out().contains("no model folder"), run.out());
  }

  private static void assertUsage(String expected, String... args) {
    CliRun run = CliRun.of(args);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("period: "), run.err());
    assertTrue(run.err().contains(expected), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
