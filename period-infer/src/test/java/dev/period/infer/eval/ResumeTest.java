package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final List<EvalItem> ITEMS = SlowEvaluation.items();

  @TempDir private Path folder;

  /** Hears what a run takes up and what it puts aside. */
  private static final class Heard implements Progress {
    private final List<String> done = new ArrayList<>();
    private int resumed;
    private @Nullable Path aside;

    @Override
    public void done(int n, int total, Outcome outcome) {
      done.add(n + "/" + total + " " + outcome.item().id());
    }

    @Override
    public void resumed(int answers, int total) {
      resumed = answers;
    }

    @Override
    public void setAside(Path kept) {
      aside = kept;
    }
  }

  private static Counter counted(List<String> asked) {
    return item -> {
      synchronized (asked) {
        asked.add(item.id());
      }
      return SlowEvaluation.answer(item);
    };
  }

  private static String predictions(Path out) throws IOException {
    return Files.readString(out.resolve("predictions.jsonl"));
  }

  @Test
  void aKilledRunIsPickedUpAndEndsTheSame() throws IOException, InterruptedException {
    Path killed = folder.resolve("killed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SlowEvaluation.class.getName(),
                killed.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    Path log = killed.resolve("predictions.jsonl");
    while (process.isAlive() && !(Files.exists(log) && lines(log) >= 5)) {
      Thread.sleep(20);
    }
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    int known = lines(log);
    assertTrue(known >= 5 && known < 40, Files.readString(folder.resolve("output")));
    // what a kill in the middle of a line leaves
    Files.writeString(log, "{\"id\":\"clip-3", StandardOpenOption.APPEND);

    List<String> asked = new ArrayList<>();
    Heard heard = new Heard();
    SlowEvaluation.evaluation(killed, 2).run(ITEMS, counted(asked), heard);
    assertEquals(known, heard.resumed);
    assertEquals(40 - known, asked.size());
    assertTrue(asked.stream().noneMatch(id -> ModelCounter.index(id) < known), asked.toString());
    assertEquals("40/40 clip-39", heard.done.get(heard.done.size() - 1));
    assertNull(heard.aside);

    Path whole = folder.resolve("whole");
    SlowEvaluation.evaluation(whole, 1).run(ITEMS, SlowEvaluation::answer, Progress.silent());
    for (String file : List.of("predictions.jsonl", "report.json", "report.html")) {
      assertEquals(
          Files.readString(whole.resolve(file)), Files.readString(killed.resolve(file)), file);
    }
  }

  private static int lines(Path file) throws IOException {
    return (int) Files.readString(file).chars().filter(c -> c == '\n').count();
  }

  @Test
  void aFinishedRunIsNotAskedAgain() throws IOException {
    SlowEvaluation.evaluation(folder, 1).run(ITEMS.subList(0, 10), SlowEvaluation::answer, heard());
    Heard heard = heard();
    List<String> asked = new ArrayList<>();
    SlowEvaluation.evaluation(folder, 3).run(ITEMS, counted(asked), heard);
    assertEquals(30, asked.size(), "a larger limit goes on");
    assertEquals(10, heard.resumed);
    String before = predictions(folder);
    asked.clear();
    EvalReport again = SlowEvaluation.evaluation(folder, 1).run(ITEMS, counted(asked), heard());
    assertEquals(List.of(), asked);
    assertEquals(40, again.scored().size());
    assertEquals(before, predictions(folder));
  }

  private static Heard heard() {
    return new Heard();
  }

  @Test
  void answersOfAnotherModelOrOtherSettingsArePutAside() throws IOException {
    Evaluation first = evaluation("m", 1, null);
    first.run(ITEMS, SlowEvaluation::answer, heard());
    String before = predictions(folder);
    for (Evaluation other : List.of(evaluation("m2", 1, null), evaluation("m2", 2, null))) {
      Heard heard = heard();
      List<String> asked = new ArrayList<>();
      other.run(ITEMS, counted(asked), heard);
      assertEquals(40, asked.size());
      assertEquals(0, heard.resumed);
      assertTrue(heard.aside != null && Files.exists(heard.aside.resolve("report.html")));
    }
    assertEquals(before, predictions(folder.resolve("earlier-1")));
    assertTrue(Files.exists(folder.resolve("earlier-2/report.json")));
  }

  @Test
  void fewerItemsLoseNothing() throws IOException {
    evaluation("m", 1, null).run(ITEMS, SlowEvaluation::answer, heard());
    Heard heard = heard();
    evaluation("m", 1, null).run(ITEMS.subList(0, 3), SlowEvaluation::answer, heard);
    assertEquals(3, heard.resumed);
    assertEquals(folder.resolve("earlier-1"), heard.aside);
    assertEquals(3, lines(folder.resolve("predictions.jsonl")));
    assertEquals(40, lines(folder.resolve("earlier-1/predictions.jsonl")));
  }

  @Test
  void baselinesAreAddedWithoutAskingAgain() throws IOException {
    List<EvalItem> items = ITEMS.subList(0, 3);
    evaluation("m", 1, null).run(items, SlowEvaluation::answer, heard());
    Heard heard = heard();
    List<String> asked = new ArrayList<>();
    FrameSource still =
        item -> new FrameSequence(new byte[3 * 48 * 48 * 2], 48, 48, new double[] {0, 1}, 2);
    EvalReport report = evaluation("m", 1, still).run(items, counted(asked), heard);
    assertEquals(List.of(), asked);
    assertEquals(3, heard.done.size());
    assertTrue(report.baselines().containsKey("pca_spectrum"));
    assertEquals(3, lines(folder.resolve("predictions.jsonl")));
    assertFalse(Files.exists(folder.resolve("earlier-1")));
  }

  @Test
  void skippedItemsAreTriedAgainAndChangedOnesAskedAgain() throws IOException {
    Path video = folder.resolve("a-1.mp4");
    List<EvalItem> items = List.of(new EvalItem("a-1", video, "?", "", 3), ITEMS.get(2));
    Path out = folder.resolve("out");
    EvalReport report =
        SlowEvaluation.evaluation(out, 1).run(items, SlowEvaluation::answer, heard());
    assertEquals(1, report.skipped().size());
    Files.writeString(video, "one");
    List<String> asked = new ArrayList<>();
    report = SlowEvaluation.evaluation(out, 1).run(items, counted(asked), heard());
    assertEquals(List.of("a-1"), asked);
    assertEquals(2, report.scored().size());
    assertEquals(2, lines(out.resolve("predictions.jsonl")));
    Files.writeString(video, "another");
    asked.clear();
    SlowEvaluation.evaluation(out, 1).run(items, counted(asked), heard());
    assertEquals(List.of("a-1"), asked);
  }

  @Test
  void linesThatSomebodyBrokeAreAskedAgain() throws IOException {
    evaluation("m", 1, null).run(ITEMS.subList(0, 3), SlowEvaluation::answer, heard());
    Path log = folder.resolve("predictions.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    lines.set(1, "[1]");
    lines.set(2, lines.get(2).replace("\"answer\"", "\"anwser\""));
    Files.write(log, lines);
    List<String> asked = new ArrayList<>();
    evaluation("m", 1, null).run(ITEMS.subList(0, 3), counted(asked), heard());
    assertEquals(List.of("clip-1", "clip-2"), asked);
    Files.write(log, new byte[] {(byte) 0xff, '\n', 0, '{', '\n'});
    asked.clear();
    evaluation("m", 1, null).run(ITEMS.subList(0, 3), counted(asked), heard());
    assertEquals(3, asked.size());
  }

  @Test
  void oneEvaluationAtATimeWritesIntoAFolder() {
    Counter intruding =
        item -> {
          PeriodException failure =
              assertThrows(
                  PeriodException.class,
                  () -> evaluation("m", 1, null).run(ITEMS, SlowEvaluation::answer, heard()));
          assertEquals(PeriodException.Kind.USAGE, failure.kind());
          assertTrue(String.valueOf(failure.getMessage()).contains("another evaluation"));
          return SlowEvaluation.answer(item);
        };
    evaluation("m", 1, null).run(ITEMS.subList(0, 1), intruding, heard());
    evaluation("m", 1, null).run(ITEMS.subList(0, 1), SlowEvaluation::answer, heard());
  }

  @Test
  void theReportIsWrittenBeforeTheNextEvaluationBegins() {
    List<PeriodException> refused = new ArrayList<>();
    ItemPictures intruding =
        (item, n) -> {
          refused.add(
              assertThrows(
                  PeriodException.class,
                  () -> evaluation("m", 1, null).run(ITEMS, SlowEvaluation::answer, heard())));
          throw refused.get(0);
        };
    EvalSettings settings =
        new EvalSettings("t", "m", folder, List.of(), null, Map.of("seed", 1), Map.of());
    new Evaluation(settings.withPictures(intruding))
        .run(ITEMS.subList(0, 1), item -> Prediction.of(7), heard());
    assertEquals(1, refused.size());
    assertTrue(String.valueOf(refused.get(0).getMessage()).contains("another evaluation"));
  }

  private Evaluation evaluation(String model, int seed, @Nullable FrameSource frames) {
    return new Evaluation(
        new EvalSettings(
            "t", model, folder, List.of(), frames, Map.of("seed", seed, "limit", 3), Map.of()));
  }
}
