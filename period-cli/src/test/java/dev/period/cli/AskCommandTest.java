package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskCommandTest {
  @TempDir private Path folder;

  private String video;
  private String model;

  @BeforeEach
  void files() throws IOException {
    video = Files.createFile(folder.resolve("zwölf Sprünge.mp4")).toString();
    model = folder.toString();
  }

  @Test
  void printsTheAnswerOnly() {
    CliRun run = CliRun.of("ask", video, "how many?", "--model", model);
    assertEquals(new CliRun(0, "You did 8 jumping jacks." + System.lineSeparator(), ""), run);
  }

  @Test
  void jsonHasTheDocumentedKeysInOrder() throws IOException {
    CliRun run = CliRun.of("ask", video, "how many?", "--model", model, "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    assertEquals(
        List.of(
            "answer",
            "count",
            "count_low",
            "count_high",
            "confident",
            "heart_rate_bpm",
            "period_seconds",
            "repetitions",
            "video_seconds",
            "frames",
            "model",
            "wall_seconds"),
        keys);
    assertEquals(8, json.get("count").intValue());
    assertTrue(json.get("heart_rate_bpm").isNull());
    assertEquals("[[0.0,1.25],[1.25,2.5]]", json.get("repetitions").toString());
    assertEquals(1, run.out().lines().count());
  }

  @Test
  void severalVideosOneLineEachAndABadOneDoesNotStopTheRest() {
    CliRun run =
        CliRun.withModel(
            (path, question, options) -> {
              if (path.endsWith("bad.mp4")) {
                throw new PeriodException(Kind.INPUT, "bad.mp4 is not a video");
              }
              return CliRun.ANSWER;
            },
            "",
            "ask",
            video,
            folder.resolve("bad.mp4").toString(),
            video,
            "how many?",
            "--model",
            model,
            "--json");
    assertEquals(3, run.code());
    assertEquals(2, run.out().lines().count());
    assertEquals("period: bad.mp4 is not a video", run.err().strip());
  }

  @Test
  void streamPrintsPiecesOnce() {
    CliRun run =
        CliRun.withModel(
            (path, question, options) -> {
              options.stream().accept("You did ");
              options.stream().accept("8.");
              return CliRun.ANSWER;
            },
            "",
            "ask",
            video,
            "how many?",
            "--stream",
            "--model",
            model);
    assertEquals("You did 8." + System.lineSeparator(), run.out());
  }

  @Test
  void dialogueUntilExit() {
    List<String> questions = new ArrayList<>();
    CliRun run =
        CliRun.withModel(
            (path, question, options) -> {
              questions.add(question);
              return CliRun.ANSWER;
            },
            "how many?\n\n wie viele Sprünge? \nexit\nnever asked\n",
            "ask",
            video,
            "--model",
            model);
    assertEquals(0, run.code());
    assertEquals(List.of("how many?", "wie viele Sprünge?"), questions);
    assertEquals(2, run.out().lines().count());
    assertEquals("", run.err());
  }

  @Test
  void aDialogueSurvivesABadQuestion() {
    CliRun run =
        CliRun.withModel(
            (path, question, options) -> {
              if (question.length() > 5) {
                throw new PeriodException(Kind.USAGE, "the question is too long");
              }
              return CliRun.ANSWER;
            },
            "much too long\nshort",
            "ask",
            video,
            "--model",
            model);
    assertEquals(2, run.code());
    assertEquals(1, run.out().lines().count());
  }

  @Test
  void aPathMayBeginWithADash() {
    List<Path> asked = new ArrayList<>();
    CliRun run =
        CliRun.withModel(
            (path, question, options) -> {
              asked.add(path);
              return CliRun.ANSWER;
            },
            "",
            "ask",
            "--model",
            model,
            "--",
            "-a.mp4",
            "-b.mp4",
            "@how many?");
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of(Path.of("-a.mp4"), Path.of("-b.mp4")), asked);
  }

  @Test
  void aSignalIsReadWithItsRateAndColumns() throws IOException {
    String trace = signal();
    List<Path> asked = new ArrayList<>();
    CliRun run =
        CliRun.withModel(
            (path, question, options) -> {
              asked.add(path);
              return CliRun.ANSWER;
            },
            "",
            "ask",
            trace,
            "how many beats?",
            "--rate",
            "25",
            "--column",
            "ppg",
            "--json",
            "--model",
            model);
    assertEquals(0, run.code(), run.err());
    assertEquals(List.of(Path.of("[PPG] 3 at 25.0")), asked);
    assertTrue(run.out().startsWith("{\"answer\":"), run.out());
  }

  @Test
  void whatIsMissingForASignalIsSaid() throws IOException {
    String trace = signal();
    assertProblem(2, "add --rate HZ", trace);
    assertProblem(
        2,
        "has no column 'ecg'; there are [time, PPG, RESP]",
        trace,
        "--rate",
        "25",
        "--column",
        "ecg");
    assertProblem(2, "--rate must be above 0", trace, "--rate", "0");
    assertProblem(2, "--rate and --column are for signals", video, "--rate", "25");
    Path words = Files.writeString(folder.resolve("words.csv"), "a,b\nx,y\n");
    assertProblem(3, "there is no number in it", words.toString(), "--rate", "25");
    assertProblem(3, "there is no file", folder.resolve("missing.csv").toString(), "--rate", "25");
  }

  private String signal() throws IOException {
    return Files.writeString(
            folder.resolve("trace.csv"), "time,PPG,RESP\n0,1,2\n0.04,2,2\n0.08,1,3\n")
        .toString();
  }

  private void assertProblem(int code, String message, String file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("ask", file, "how many beats?"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--model", model));
    CliRun run = CliRun.of(arguments.toArray(String[]::new));
    assertEquals(code, run.code(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals("", run.out());
  }
}
