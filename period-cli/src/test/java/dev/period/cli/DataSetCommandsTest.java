package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.FrameSequence;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a downloaded folder to a number, with the bundled model. */
class DataSetCommandsTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  @TempDir static Path folder;

  @BeforeAll
  static void countix() throws IOException {
    System.setProperty("period.home", HOME.toString());
    Path videos = Files.createDirectories(folder.resolve("countix/videos"));
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      FrameSequence frames = RotatingDigits.render(digits.clip(i), 48);
      String name = i == 0 ? "-dash" : "clip" + i;
      VideoWriter.write(videos.resolve(name + ".mp4"), frames);
      int count = digits.clip(i).count();
      rows.append("%s,turning,0,10,0.0,5.0,%d\n".formatted(name, count));
    }
    Files.writeString(videos.resolve("corrupt.mp4"), "no video");
    String header =
        "video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count\n";
    Files.writeString(
        folder.resolve("countix/countix_val.csv"),
        header + rows + "gone,turning,0,10,0,5,4\ncorrupt,turning,0,10,0,5,4\n");
    Files.writeString(
        folder.resolve("countix/countix_train.csv"),
        header + "x1,turning,0,10,0,5,11\nx2,turning,0,10,0,5,13\nx3,other,0,10,0,5,2\n");
  }

  @AfterAll
  static void restore() {
    System.clearProperty("period.home");
  }

  private static CliRun run(String... args) {
    return CliRun.of(args);
  }

  private static JsonNode report(Path out) throws IOException {
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }

  @Test
  void evalCountix() throws IOException {
    Path out = folder.resolve("eval");
    CliRun run =
        run(
            "eval",
            "countix",
            "--data",
            folder.resolve("countix").toString(),
            "--baselines",
            "--protocol",
            "period-llm",
            "--out",
            out.toString());
    assertEquals(0, run.code(), run.err());
    JsonNode report = report(out);
    assertEquals("countix", report.get("task").asText());
    assertEquals(3, report.get("n").asInt());
    assertEquals(2, report.get("skipped").asInt());
    for (String metric :
        List.of(
            "mae_abs",
            "mae_norm",
            "mae_norm01",
            "obo_acc",
            "obz_acc",
            "rmse",
            "mape",
            "cider",
            "bleu4",
            "rouge_l")) {
      assertTrue(report.get("metrics").get(metric).isNumber(), metric);
      assertEquals(2, report.get("metrics").get(metric + "_ci").size(), metric);
    }
    for (String baseline :
        List.of(
            "constant_median",
            "constant_best",
            "class_median",
            "motion_energy",
            "pca_spectrum",
            "self_similarity_period",
            "self_similarity_active")) {
      assertTrue(report.get("baselines").get(baseline).get("mae_abs").isNumber(), baseline);
    }
    assertEquals("3 training items", report.at("/provenance/constants_fitted_on").asText());
    assertEquals(64, report.at("/provenance/model_sha256").asText().length());
    assertEquals(2048, report.at("/config/max_frames").asInt());
    assertFalse(report.get("config").has("seed"), "nothing is drawn");
    assertTrue(report.at("/calibration/ece").isNumber());
    assertTrue(report.at("/period_llm/metrics/cider").isNumber());
    assertTrue(report.at("/period_llm/baselines/class_median/mae").isNumber());
    assertTrue(run.out().contains("not comparable"), run.out());
    List<String> lines = Files.readAllLines(out.resolve("predictions.jsonl"));
    assertEquals(3 + 2, lines.size());
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertTrue(first.get("id").asText().startsWith("-dash_"), lines.get(0));
    assertEquals(first.get("count").asInt(), first.get("repetitions").size());
    assertEquals(5, first.get("video_seconds").asDouble(), 0.1);
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("3 items scored, 2 skipped"));
    assertTrue(page.contains("1 without a file, 1 that cannot be read"));
    assertTrue(page.contains("the file is missing") && page.contains("is not a video"));
    assertTrue(page.endsWith("</html>\n"));
    for (JsonNode skipped : report.get("skipped_items")) {
      assertTrue(run.err().contains(skipped.get("id").asText() + " skipped: "), run.err());
    }
  }

  @Test
  void anEvaluationIsPickedUp() throws IOException {
    String out = folder.resolve("text").toString();
    CliRun first = run("eval", "text", "--limit", "3", "--out", out);
    assertEquals(0, first.code(), first.err());
    assertFalse(first.err().contains("earlier run"), first.err());
    CliRun more = run("eval", "text", "--limit", "5", "--out", out);
    assertEquals(0, more.code(), more.err());
    assertTrue(more.err().startsWith("3 of 5 items are known from an earlier run"), more.err());
    assertEquals(5, report(Path.of(out)).get("n").asInt());
    CliRun other = run("eval", "synthetic", "--limit", "1", "--out", out);
    assertTrue(other.err().contains(Path.of(out, "earlier-1") + " now"), other.err());
    assertEquals(5, report(Path.of(out, "earlier-1")).get("n").asInt());
  }

  @Test
  void evalRouting() throws IOException {
    Path out = folder.resolve("routing");
    CliRun run = run("eval", "routing", "--limit", "7", "--out", out.toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().lines().findFirst().orElseThrow().matches("routing +nano +keywords +n"));
    assertEquals(7, report(out).get("n").asInt());
  }

  @Test
  void evalRotnistAndSignal() throws IOException {
    Path out = folder.resolve("rotnist");
    CliRun run = run("eval", "rotnist", "--limit", "2", "--baselines", "--out", out.toString());
    assertEquals(0, run.code(), run.err());
    assertEquals(2, report(out).get("n").asInt());
    assertEquals(1, report(out).at("/config/seed").asInt());
    assertFalse(report(out).get("config").has("max_frames"), "no video is read");
    Path signals = Files.createDirectories(folder.resolve("signals"));
    StringBuilder csv = new StringBuilder("ppg\n");
    for (int i = 0; i < 500; i++) {
      csv.append(Math.sin(2 * Math.PI * 1.1 * i / 50)).append('\n');
    }
    Files.writeString(signals.resolve("a.csv"), csv);
    Files.writeString(
        signals.resolve("labels.csv"),
        "file,rate_hz,count,quantity\na.csv,50,11,beats\ngone.csv,50,3,beats\n");
    Path second = folder.resolve("signal");
    run = run("eval", "signal", "--data", signals.toString(), "--out", second.toString());
    assertEquals(0, run.code(), run.err());
    assertEquals(1, report(second).get("n").asInt());
    assertEquals(1, report(second).get("skipped").asInt());
    run = run("eval", "signal", "--data", signals.toString(), "--out", second.toString());
    assertTrue(run.err().contains("known"), run.err());
    // at another rate it is another signal, and what was said of the first is not taken up
    Path labels = signals.resolve("labels.csv");
    Files.writeString(labels, Files.readString(labels).replace("a.csv,50", "a.csv,100"));
    run = run("eval", "signal", "--data", signals.toString(), "--out", second.toString());
    assertEquals(0, run.code(), run.err());
    assertFalse(run.err().contains("known"), run.err());
  }

  @Test
  void buildCheckAndStats() throws IOException {
    Path out = folder.resolve("qa");
    CliRun built =
        run(
            "data",
            "build",
            "countix",
            "--data",
            folder.resolve("countix").toString(),
            "--out",
            out.toString(),
            "--split",
            "val");
    assertEquals(0, built.code(), built.err());
    Path file = out.resolve("countix_val.jsonl");
    assertTrue(
        built.out().startsWith(file + ": 9 records, 2 items left out, see countix_val.manifest"),
        built.out());
    CliRun good = run("data", "check", file.toString());
    assertEquals(0, good.code(), good.out());
    assertEquals("", good.out());
    assertTrue(good.err().contains("9 records in 1 files: nothing wrong"), good.err());
    CliRun stats = run("data", "stats", file.toString());
    assertEquals(0, stats.code());
    assertTrue(stats.out().contains("9 records (9 video), 3 files of media"), stats.out());
    Path wrong = out.resolve("wrong.jsonl");
    Files.writeString(
        wrong, Files.readString(file).replace("clip1.mp4", "clip9.mp4") + "{\"id\":3}\n");
    CliRun bad = run("data", "check", wrong.toString());
    assertEquals(3, bad.code());
    assertEquals(4, bad.out().lines().count(), bad.out());
    assertTrue(
        bad.out().startsWith(wrong + ":4: ../countix/videos/clip9.mp4 is missing"), bad.out());
  }

  @Test
  void wrongUseIsTold() {
    assertUsage("data needs one of build, check, features, preferences and stats", "data");
    assertUsage("choose one of text, countix", "data", "build", "cuontix", "--out", "x");
    assertUsage("--out", "data", "build", "text");
    assertUsage("needs --data", "data", "build", "countix", "--out", folder + "/x");
    assertUsage("above 0", "data", "build", "quva", "--out", "x", "--parts", "train=0");
    assertUsage("FILE", "data", "check");
    assertUsage("there is period-llm", "eval", "text", "--protocol", "mine");
    assertUsage(
        "takes no --protocol",
        "eval",
        "rppg",
        "--data",
        folder.toString(),
        "--protocol",
        "period-llm");
    CliRun missing = run("data", "stats", folder + "/none.jsonl");
    assertEquals(3, missing.code());
    assertTrue(missing.err().contains("none.jsonl does not exist"), missing.err());
  }

  private static void assertUsage(String expected, String... args) {
    CliRun run = run(args);
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().startsWith("period: ") && run.err().contains(expected), run.err());
  }
}
