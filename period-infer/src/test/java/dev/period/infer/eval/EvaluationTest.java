package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.infer.baselines.LabelledCount;
import dev.period.infer.metrics.CountMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final List<EvalItem> ITEMS =
      List.of(
          new EvalItem("a", null, "how many reps?", "squat", 4),
          new EvalItem("b", null, "how many reps?", "squat", 6),
          new EvalItem("<c>", null, "how many reps?", "jump & run", 0),
          new EvalItem("d", null, "how many reps?", "jump & run", 12));

  @TempDir private Path folder;

  @Test
  void writesTheReportOfTheContract() throws IOException {
    Path out = folder.resolve("new/report");
    Counter counter =
        item -> {
          int count = item.id().length() * 5;
          return new Prediction("It is " + count, count, count - 1, count + 2, true, null);
        };
    evaluation(out, true).run(ITEMS, counter, Progress.silent());

    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertEquals(4, report.get("n").asInt());
    assertEquals(0, report.get("skipped").asInt());
    for (String key : List.of("task", "model", "config", "provenance")) {
      assertTrue(report.hasNonNull(key), key);
    }
    for (String key :
        List.of(
            "mae_abs", "mae_norm", "mae_norm01", "obo_acc", "obz_acc", "rmse", "mape", "pearson")) {
      assertTrue(report.get("metrics").get(key).isNumber(), key);
      assertEquals(2, report.get("metrics").get(key + "_ci").size(), key);
    }
    assertEquals((1 + 1 + 15 + 7) / 4.0, report.at("/metrics/mae_abs").asDouble(), 1e-12);
    assertEquals(0.5, report.at("/intervals/coverage").asDouble(), 1e-12);
    assertEquals(2, report.at("/intervals/coverage_ci").size());
    assertEquals(2, report.at("/intervals/mean_width_ci").size());
    assertFalse(report.has("calibration"), "it does not say what it believes");
    assertFalse(report.has("period_llm"), "nobody asked");
    assertEquals(3, report.at("/intervals/mean_width").asDouble(), 1e-12);
    List<String> baselines = new ArrayList<>();
    report.get("baselines").fieldNames().forEachRemaining(baselines::add);
    assertEquals(
        List.of(
            "constant_median",
            "constant_best",
            "class_median",
            "motion_energy",
            "pca_spectrum",
            "self_similarity_period",
            "self_similarity_active"),
        baselines);

    List<String> lines = Files.readAllLines(out.resolve("predictions.jsonl"));
    assertEquals(4, lines.size());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertEquals(4, first.get("truth").asInt());
    assertEquals(5, first.get("count").asInt());
    assertEquals(4, first.get("baselines").size());

    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("&lt;c&gt;") && page.contains("jump &amp; run"));
    assertFalse(page.contains("<c>"));
    assertFalse(page.contains("NaN"));
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(4, files.count(), "these and the lock: nothing unfinished is left");
    }
  }

  @Test
  void theCounterNeverSeesLabels() {
    Counter counter =
        item -> {
          assertEquals("", item.action());
          assertEquals(EvalItem.HIDDEN, item.truth());
          assertTrue(item.references().isEmpty());
          return Prediction.of(1);
        };
    assertEquals(4, evaluation(null, false).run(ITEMS, counter, Progress.silent()).scored().size());
  }

  @Test
  void missingAndUnreadableItemsAreSkippedForAllSystems() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.mp4"), "no video");
    List<EvalItem> items = new ArrayList<>(ITEMS);
    items.add(new EvalItem("gone", folder.resolve("gone.mp4"), "?", "squat", 5));
    items.add(new EvalItem("broken", broken, "?", "squat", 5));
    Counter counter =
        item -> {
          if (item.id().equals("broken")) {
            throw new PeriodException(PeriodException.Kind.INPUT, "not decodable");
          }
          return Prediction.of(4);
        };
    List<String> seen = new ArrayList<>();
    EvalReport report =
        evaluation(folder, false)
            .run(items, counter, (done, total, outcome) -> seen.add(done + "/" + total));
    assertEquals(4, report.scored().size());
    assertEquals(
        List.of("the file is missing", "not decodable"),
        report.skipped().stream().map(Outcome.Skipped::reason).toList());
    report.baselines().forEach((name, metrics) -> assertEquals(4, metrics.n(), name));
    assertEquals("6/6", seen.get(5));
    assertEquals(6, Files.readAllLines(folder.resolve("predictions.jsonl")).size());
    assertTrue(ReportTable.render(report).contains("2 skipped"));
  }

  @Test
  void otherFailuresEndTheEvaluation() {
    Counter counter =
        item -> {
          throw new PeriodException(PeriodException.Kind.MEMORY, "full");
        };
    PeriodException failure =
        assertThrows(
            PeriodException.class,
            () -> evaluation(folder, false).run(ITEMS, counter, Progress.silent()));
    assertEquals(PeriodException.Kind.MEMORY, failure.kind());
    assertFalse(Files.exists(folder.resolve("report.json")));
  }

  @Test
  void nothingToScoreIsAReportWithoutFigures() throws IOException {
    List<EvalItem> items = List.of(new EvalItem("gone", folder.resolve("gone"), "?", "", 5));
    EvalReport report =
        evaluation(folder, true).run(items, item -> Prediction.of(1), Progress.silent());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertEquals(0, json.get("n").asInt());
    assertEquals(1, json.get("skipped").asInt());
    assertTrue(json.get("metrics").isEmpty());
    assertTrue(ReportTable.render(report).contains("–"));
  }

  @Test
  void answersWithoutANumberCountAsZeroAndAreTold() {
    Counter silent = item -> new Prediction("I cannot tell", null, null, null, false, null);
    EvalReport report = evaluation(null, false).run(ITEMS, silent, Progress.silent());
    assertEquals(4, report.unanswered());
    assertEquals(22 / 4.0, report.metrics().value(CountMetric.MAE_ABS), 1e-12);
    assertTrue(report.intervals().isEmpty());
  }

  @Test
  void constantsAreFittedOnTrainingCountsWhereThereAreAny() {
    EvalSettings settings =
        new EvalSettings(
            "test", "nano", null, List.of(new LabelledCount("squat", 5)), null, Map.of(), Map.of());
    EvalReport report =
        new Evaluation(settings).run(ITEMS, item -> Prediction.of(5), Progress.silent());
    report.baselines().forEach((name, metrics) -> assertEquals(report.metrics(), metrics, name));
    assertEquals(3, report.baselines().size());
  }

  @Test
  void referenceAnswersGiveCaptionScores() throws IOException {
    List<EvalItem> items = new ArrayList<>();
    for (int n = 2; n < 5; n++) {
      String answer = "the man did " + n + " squats";
      items.add(new EvalItem("i" + n, null, null, null, answer, "", n, List.of(answer)));
    }
    Counter counter = item -> new Prediction(item.question(), 3, null, null, true, null);
    evaluation(folder, false).run(items, counter, Progress.silent());
    JsonNode metrics =
        new ObjectMapper().readTree(folder.resolve("report.json").toFile()).get("metrics");
    assertEquals(1, metrics.get("rouge_l").asDouble(), 1e-9);
    assertEquals(1, metrics.get("bleu4").asDouble(), 1e-6);
    assertTrue(metrics.get("cider").asDouble() > 5);
    assertEquals(2, metrics.get("cider_ci").size());
  }

  @Test
  void severalWorkersFindTheSame() throws IOException {
    Counter counter = item -> Prediction.of(item.id().length() * 5);
    for (int workers : new int[] {1, 3}) {
      new Evaluation(settings(folder.resolve("out" + workers), true).withWorkers(workers))
          .run(ITEMS, counter, Progress.silent());
    }
    for (String file : List.of("predictions.jsonl", "report.json", "report.html")) {
      assertEquals(
          Files.readString(folder.resolve("out1").resolve(file)),
          Files.readString(folder.resolve("out3").resolve(file)),
          file);
    }
  }

  @Test
  void beliefsAreHeldAgainstTheTruth() throws IOException {
    Counter sure =
        item -> new Prediction("4", 4, 3, 5, true, new double[] {0, 0, 0, 0.1, 0.75, 0.15});
    EvalReport report = evaluation(folder, false).run(ITEMS, sure, Progress.silent());
    assertEquals(0.5, report.calibration().orElseThrow().ece().value(), 1e-12);
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertEquals(0.5, json.at("/calibration/ece").asDouble(), 1e-12);
    assertEquals(2, json.at("/calibration/ece_ci").size());
    assertEquals(4, json.at("/calibration/bins/0/n").asInt());
    assertTrue(ReportTable.render(report).contains("expected calibration error: 0.500"));
  }

  @Test
  void periodLlmsFiguresStandApart() throws IOException {
    List<EvalItem> items = new ArrayList<>();
    for (int count : new int[] {4, 6, 0, 12, 120}) {
      List<String> references = List.of("It happens " + count + " times.", "It is " + count);
      items.add(new EvalItem("i" + count, null, null, null, "?", "", count, references));
    }
    Counter counter = item -> new Prediction("It is 6", 6, null, null, true, null);
    EvalReport report =
        new Evaluation(settings(folder, false).withPeriodLlm(true))
            .run(items, counter, Progress.silent());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertEquals((2 + 0 + 6 + 6 + 6) / 5.0, json.at("/period_llm/metrics/mae").asDouble(), 1e-12);
    assertEquals((2 + 0 + 6 + 6 + 114) / 5.0, json.at("/metrics/mae_abs").asDouble(), 1e-12);
    for (String key : List.of("me", "std", "mae", "rmse", "mer", "p", "cider")) {
      assertTrue(json.at("/period_llm/metrics/" + key).isNumber(), key);
      assertEquals(2, json.at("/period_llm/metrics/" + key + "_ci").size(), key);
    }
    assertTrue(json.at("/period_llm/note").asText().contains("not comparable"));
    assertTrue(json.at("/period_llm/baselines/constant_median/mae").isNumber());
    String table = ReportTable.render(report);
    assertTrue(table.contains("not comparable") && table.contains("period-llm "), table);
    EvalReport wordless =
        new Evaluation(settings(null, false).withPeriodLlm(true))
            .run(ITEMS, counter, Progress.silent());
    assertFalse(
        wordless.periodLlm().orElseThrow().model().figures().containsKey("cider"),
        "there are no words to compare");
  }

  @Test
  void theTableHasTheModelFirst() {
    EvalReport report =
        evaluation(null, false).run(ITEMS, item -> Prediction.of(4), Progress.silent());
    List<String> lines = ReportTable.render(report).lines().toList();
    assertTrue(lines.get(0).matches("test +mae_abs +mae_norm +obo_acc +exact +n"), lines.get(0));
    assertTrue(lines.get(1).matches("nano +3\\.50 +0\\.333 +0\\.25 +0\\.25 +4"), lines.get(1));
    assertTrue(lines.get(2).startsWith("constant_median "));
    assertEquals(1, lines.stream().limit(5).mapToInt(String::length).distinct().count());
  }

  private static Evaluation evaluation(@Nullable Path out, boolean classical) {
    return new Evaluation(settings(out, classical));
  }

  private static EvalSettings settings(@Nullable Path out, boolean classical) {
    FrameSource still =
        item -> new FrameSequence(new byte[3 * 48 * 48 * 2], 48, 48, new double[] {0, 1}, 2);
    return new EvalSettings(
        "test",
        "nano",
        out,
        List.of(),
        classical ? still : null,
        Map.of("limit", 4),
        Map.of("commit", "none"));
  }
}
