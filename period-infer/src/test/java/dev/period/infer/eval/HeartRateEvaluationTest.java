package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.data.rppg.ColourTrace;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseReference;
import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.RegionRule;
import dev.period.data.rppg.VideoTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartRateEvaluationTest {
  private static final double[] BASE = {120, 90, 70};
  private static final double[] AMPLITUDE = {0.0033, 0.0077, 0.0053};

  @TempDir private Path folder;

  @Test
  void writesTheReportOfTheContract() throws IOException {
    Path out = folder.resolve("report");
    List<PulseRecording> recordings =
        List.of(
            recording("<a>", 66, 900),
            recording("b", 84, 650),
            new PulseRecording(
                "broken",
                "broken",
                null,
                rule -> {
                  throw new PeriodException(PeriodException.Kind.INPUT, "no video");
                },
                () -> new PulseReference(new double[0], Double.NaN, new double[0])));
    List<String> seen = new ArrayList<>();
    evaluation(out, 10.0, true)
        .run(
            recordings,
            (waves, from, to) -> waves.pos(from, to).heartRate(PulseWave.Reading.FINE),
            (done, total, id, problem) -> seen.add(done + "/" + total + " " + id + " " + problem));
    assertEquals(List.of("1/3 <a> null", "2/3 b null", "3/3 broken no video"), seen);

    JsonNode report = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertEquals("rppg", report.get("task").asText());
    assertEquals(3 + 3, report.get("n").asInt(), "650 frames are 10, 10 and 1.67 s");
    assertEquals(1, report.get("skipped").asInt());
    assertEquals(0, report.get("unanswered").asInt());
    for (String key : List.of("mae_abs", "rmse", "mape", "pearson")) {
      assertTrue(report.get("metrics").get(key).isNumber(), key);
      assertEquals(2, report.get("metrics").get(key + "_ci").size(), key);
      assertTrue(report.get("metrics").get(key + "_se").isNumber(), key);
    }
    assertFalse(report.get("metrics").has("snr_db"), "the model has no wave of its own");
    List<String> baselines = new ArrayList<>();
    report.get("baselines").fieldNames().forEachRemaining(baselines::add);
    assertEquals(
        List.of("constant_median", "green", "pos", "chrom", "ica", "lgi", "pbv", "omit"),
        baselines);
    assertTrue(report.at("/baselines/pos/snr_db").asDouble() > 3);
    assertTrue(report.at("/baselines/pos/macc").asDouble() > 0.9);
    assertTrue(report.at("/baselines/pos/mae_abs").asDouble() < 6);
    assertEquals("skin", report.at("/config/region").asText());
    assertEquals(10, report.at("/config/window_seconds").asDouble());
    assertEquals("broken", report.at("/skipped_items/0/id").asText());

    List<String> lines = Files.readAllLines(out.resolve("predictions.jsonl"));
    assertEquals(7, lines.size());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertEquals(66, first.get("labelled_bpm").asDouble());
    assertEquals(66, first.get("truth_bpm").asDouble(), 3.6, "the wave's, in steps of 3.5");
    assertEquals(7, first.get("baselines").size());

    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("&lt;a&gt;") && !page.contains("<a>") && !page.contains("NaN"));
    assertEquals(6, page.split("strength of each heart rate\">", -1).length - 1, "per window");
    assertTrue(page.contains("Window by window") && page.contains("no video"));
    assertFalse(page.contains("<script") || page.contains("http"));
    try (Stream<Path> files = Files.list(out)) {
      assertEquals(4, files.count(), "these and the lock: nothing unfinished is left");
    }
  }

  @Test
  void wholeRecordingsByDefault() {
    HeartRateReport report =
        evaluation(null, null, false)
            .run(
                List.of(recording("a", 66, 900), recording("b", 84, 900)),
                (waves, from, to) -> 75,
                HeartRateEvaluationTest::ignore);
    assertEquals(2, report.windows().size());
    assertEquals(30, report.windows().get(0).endSeconds(), 1e-9);
    assertEquals(9, report.metrics().value("mae_abs"), 1, "half a step of 0.88 either way");
    assertEquals(List.of("constant_median"), List.copyOf(report.baselines().keySet()));
    assertEquals(18, report.baselines().get("constant_median").value("mae_abs"), 1);
  }

  /** A recording of which only a heart rate is known. */
  private static PulseRecording labelled(double bpm) {
    return new PulseRecording(
        "a",
        "a",
        null,
        recording("a", 66, 300).video(),
        () -> new PulseReference(new double[0], Double.NaN, new double[] {bpm}));
  }

  @Test
  void labelsServeWhereThereIsNoWave() {
    HeartRateReport report =
        evaluation(null, null, true)
            .run(
                List.of(labelled(70)),
                (waves, from, to) -> Double.NaN,
                HeartRateEvaluationTest::ignore);
    assertEquals(70, report.windows().get(0).truth(), 0);
    assertEquals(1, report.unanswered());
    assertTrue(report.metrics().figures().isEmpty(), "a model without answers has no figures");
    assertFalse(report.baselines().containsKey("constant_median"), "nobody else to fit it on");
    assertNotNull(report.baselines().get("pos").figures().get("snr_db"));
    assertFalse(report.baselines().get("pos").figures().containsKey("macc"));
  }

  @Test
  void unansweredWindowsScoreAsZero() {
    List<Double> answers = new ArrayList<>(List.of(66.0, Double.NaN));
    HeartRateReport report =
        evaluation(null, null, false)
            .run(
                List.of(recording("a", 66, 900), recording("b", 84, 900)),
                (waves, from, to) -> answers.remove(0),
                HeartRateEvaluationTest::ignore);
    assertEquals(1, report.unanswered());
    assertEquals(42, report.metrics().value("mae_abs"), 1);
  }

  @Test
  void whatCannotBeUsedIsSkippedWithAReason() {
    HeartRateReport report =
        evaluation(null, 10.0, true)
            .run(
                List.of(recording("short", 66, 9), recording("brief", 66, 30)),
                (waves, from, to) -> 70,
                HeartRateEvaluationTest::ignore);
    assertEquals(List.of("short"), List.copyOf(report.skipped().keySet()));
    HeartRateWindow brief = report.windows().get(0);
    assertTrue(Double.isNaN(brief.methods().get("pos").bpm()), "a second is too short for POS");
    assertEquals(1, report.unanswered(), "and so for the model, which is shown POS");
  }

  @Test
  void aCorrectedLabelIsNotJudgedByAnEarlierRun() {
    Path out = folder.resolve("corrected");
    HeartRateModel model = (waves, from, to) -> 75;
    for (double bpm : new double[] {70, 80}) {
      HeartRateReport report =
          evaluation(out, null, false)
              .run(List.of(labelled(bpm)), model, HeartRateEvaluationTest::ignore);
      assertEquals(bpm, report.windows().get(0).truth(), 0);
    }
  }

  @Test
  void whatAnEarlierRunFoundIsNotWorkedOutAgain() throws IOException {
    List<PulseRecording> recordings =
        List.of(recording("a", 66, 900), recording("b", 84, 900), recording("c", 75, 900));
    HeartRateModel model =
        (waves, from, to) -> waves.pos(from, to).heartRate(PulseWave.Reading.FINE);
    Path whole = folder.resolve("whole");
    evaluation(whole, 10.0, true).run(recordings, model, HeartRateEvaluationTest::ignore);

    Path out = folder.resolve("killed");
    evaluation(out, 10.0, true)
        .run(recordings.subList(0, 2), model, HeartRateEvaluationTest::ignore);
    Path log = out.resolve("predictions.jsonl");
    List<String> lines = Files.readAllLines(log);
    assertEquals(6, lines.size());
    // one of three windows of b was written, and half of another one
    Files.writeString(
        log, String.join("\n", lines.subList(0, 4)) + "\n" + lines.get(4).substring(0, 40));
    List<String> seen = new ArrayList<>();
    HeartRateEvaluation.Listener listener =
        new HeartRateEvaluation.Listener() {
          @Override
          public void done(int done, int total, String id, @Nullable String problem) {
            seen.add(done + "/" + total + " " + id);
          }

          @Override
          public void resumed(int known, int total) {
            seen.add(known + " known");
          }
        };
    evaluation(out, 10.0, true).run(recordings, model, listener);
    assertEquals(List.of("1 known", "2/3 b", "3/3 c"), seen);
    for (String file : List.of("predictions.jsonl", "report.json", "report.html")) {
      assertEquals(
          Files.readString(whole.resolve(file)), Files.readString(out.resolve(file)), file);
    }

    evaluation(out, null, true).run(recordings, model, HeartRateEvaluationTest::ignore);
    assertEquals(9, Files.readAllLines(out.resolve("earlier-1/predictions.jsonl")).size());
    assertEquals(3, Files.readAllLines(log).size(), "other windows are other answers");
  }

  private static void ignore(int done, int total, String id, @Nullable String problem) {}

  private HeartRateEvaluation evaluation(
      @Nullable Path out, @Nullable Double window, boolean methods) {
    return new HeartRateEvaluation(
        new HeartRateSettings(
            "nano",
            out,
            window,
            RegionRule.SKIN,
            PulseWave.Reading.FFT,
            methods,
            Map.of("data", "here"),
            Map.of("period", "test")));
  }

  private static PulseRecording recording(String id, double bpm, int frames) {
    double[][] rgb = new double[3][frames];
    double[] sensor = new double[frames];
    for (int t = 0; t < frames; t++) {
      sensor[t] = Math.sin(2 * Math.PI * bpm / 60 * t / 30);
      double drift = 0.02 * Math.sin(2 * Math.PI * 0.1 * t / 30);
      for (int c = 0; c < 3; c++) {
        rgb[c][t] = BASE[c] * (1 + drift + AMPLITUDE[c] * sensor[t]);
      }
    }
    double[] labels = new double[frames];
    Arrays.fill(labels, bpm);
    return new PulseRecording(
        id,
        id,
        null,
        rule -> new VideoTrace(new ColourTrace(rgb, 30), "skin", 0.5, List.of()),
        () -> new PulseReference(sensor, Double.NaN, labels));
  }
}
