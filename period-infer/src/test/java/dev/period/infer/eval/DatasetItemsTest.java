package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.data.repetition.Countix;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.VideoWriter;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import dev.period.infer.TinyModel;
import dev.period.infer.baselines.LabelledCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetItemsTest {
  private static final String HEADER =
      "video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count\n";

  private static final VideoFrames READ =
      new VideoFrames(new VideoViewer(VideoLimits.defaults(), null));

  @TempDir Path folder;

  @Test
  void countixItemsHaveTheBuildersAnswersAsReferences() throws IOException {
    Files.writeString(folder.resolve("countix_val.csv"), HEADER + "-ab,squat,0,9,1.5,4,6\n");
    EvalItem item = CountedVideos.items(new Countix(), folder, "val").get(0);
    assertEquals("-ab_1.5_4.0", item.id());
    assertEquals(1.5, item.startSeconds());
    assertEquals(6, item.truth());
    assertEquals(6, item.references().size());
    assertTrue(item.references().contains("There are 6 repetitions."));
    assertTrue(item.references().stream().anyMatch(answer -> answer.contains("squat")));
    PeriodException e =
        assertThrows(
            PeriodException.class, () -> CountedVideos.items(new Countix(), folder, "test"));
    assertEquals(PeriodException.Kind.USAGE, e.kind());
  }

  @Test
  void constantsAreFittedOnTheTrainingSplitUnlessItIsJudged() throws IOException {
    Files.writeString(folder.resolve("countix_val.csv"), HEADER + "a,squat,0,9,1.5,4,6\n");
    assertEquals(List.of(), CountedVideos.training(new Countix(), folder, "val"));
    Files.writeString(
        folder.resolve("countix_train.csv"), HEADER + "b,jump,0,9,1.5,4,7\nc,squat,0,9,0,4,3\n");
    assertEquals(
        List.of(new LabelledCount("jump", 7), new LabelledCount("squat", 3)),
        CountedVideos.training(new Countix(), folder, "val"));
    assertEquals(List.of(), CountedVideos.training(new Countix(), folder, "train"));
  }

  @Test
  void missingUnreadableAndUnsureItemsAreInTheReport() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    byte[] rgb = new byte[3 * 16 * 16 * 20];
    double[] times = new double[20];
    for (int i = 0; i < 20; i++) {
      times[i] = i / 10.0;
    }
    VideoWriter.write(videos.resolve("a.mp4"), new FrameSequence(rgb, 16, 16, times, 2));
    Files.writeString(videos.resolve("bad.mp4"), "<no video>");
    Files.writeString(
        folder.resolve("countix_val.csv"),
        HEADER
            + "a,squat,0,9,0,1,6\na,squat,0,9,1,2,3\nbad,squat,0,9,0,1,2\ngone,squat,0,9,0,1,2\n"
            + "a,squat,0,9,50,51,2\n");
    List<EvalItem> items = CountedVideos.items(new Countix(), folder, "val");
    Counter counter =
        item -> {
          READ.frames(item);
          return item.id().startsWith("a_0")
              ? new Prediction("I cannot tell <that>.", null, null, null, false, null)
              : new Prediction("There are 3 repetitions.", 3, 2, 4, false, null);
        };
    Path out = folder.resolve("out");
    EvalSettings settings =
        new EvalSettings("countix", "m", out, List.of(), READ, Map.of(), Map.of());
    EvalReport report = new Evaluation(settings).run(items, counter, Progress.silent());
    assertEquals(2, report.scored().size());
    assertEquals(3, report.skipped().size());
    assertEquals(1, report.unanswered());
    assertEquals(1, report.notConfident());
    JsonNode json = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertEquals(1, json.get("not_confident").asInt());
    for (String metric : List.of("mae_abs", "cider", "bleu4", "rouge_l")) {
      assertTrue(json.get("metrics").get(metric).isNumber(), metric);
    }
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(
        page.contains(
            "2 items scored, 3 skipped, 1 answers without a number (scored as 0), 1 not confident"),
        page.substring(page.indexOf("<h1>"), page.indexOf("<h1>") + 300));
    assertTrue(page.contains("I cannot tell &lt;that&gt;."));
    assertTrue(page.contains("the file is missing"));
    assertTrue(page.contains("is not a video"));
    assertTrue(page.contains("not after the start asked for"));
  }

  @Test
  void digitsTurnAsOftenAsTheirItemsSay() {
    RotnistDataset digits = new RotnistDataset(null, 1);
    List<EvalItem> items = digits.items(3);
    assertEquals(3, items.size());
    assertEquals(150, digits.frames(items.get(2), 48).frames());
    assertEquals(items, new RotnistDataset(null, 1).items(3));
    assertEquals(500, digits.trainingCounts().size());
    assertTrue(digits.trainingCounts().stream().allMatch(c -> c.count() >= 3 && c.count() <= 25));
  }

  @Test
  void longSignalsAreCountedInWindows() throws IOException {
    StringBuilder csv = new StringBuilder("ppg\n");
    for (int i = 0; i < 1000; i++) {
      csv.append(Math.sin(i * 0.3)).append('\n');
    }
    Files.writeString(folder.resolve("a.csv"), csv);
    Files.writeString(
        folder.resolve("labels.csv"),
        "file,rate_hz,count,quantity\na.csv,25,48,beats\na.csv,25,48,swings\nb.csv,25,4,beats\n");
    SignalItems signals = new SignalItems(folder);
    List<EvalItem> items = signals.items();
    assertEquals(3, signals.windows(items.get(0)).size());
    assertEquals(1, signals.windows(items.get(1)).size());
    assertEquals(3, signals.frames().parts(items.get(0)).size());
    Path model = TinyModel.counting(Files.createDirectories(folder.resolve("model")));
    try (Period period = Period.load(model, PeriodOptions.defaults())) {
      SignalCounter counter = new SignalCounter(period, signals);
      Prediction whole = counter.predict(items.get(1).withoutLabels());
      Prediction parts = counter.predict(items.get(0).withoutLabels());
      assertTrue(whole.count() != null && whole.distribution() != null);
      assertTrue(parts.count() != null && parts.low() != null && parts.high() != null);
      assertTrue(parts.low() <= parts.count() && parts.count() <= parts.high());
      assertEquals("There are " + parts.count() + " repetitions.", parts.answer());
      assertThrows(PeriodException.class, () -> counter.predict(items.get(2).withoutLabels()));
    }
  }
}
