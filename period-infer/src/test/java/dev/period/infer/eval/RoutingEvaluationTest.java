package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import dev.period.data.text.RoutedQuestions;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import dev.period.infer.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutingEvaluationTest {
  private static final int QUESTIONS = 14;

  @TempDir private Path folder;

  private final List<Path> aside = new ArrayList<>();

  /** Of a model that takes every question for one about the rate. */
  private RoutingReport report(Path out) {
    Path model = TinyModel.saying(folder, "The rate of 4 repetitions is meant.");
    RoutingEvaluation evaluation = new RoutingEvaluation(out, "tiny", Map.of(), Map.of());
    try (Period period = Period.load(model, new PeriodOptions("cpu", "fp32", 1))) {
      return evaluation.run(
          RoutedQuestions.heldOut(SampleDataset.synthetic(1, 2), 1, QUESTIONS),
          period,
          new RoutingEvaluation.Listener() {
            @Override
            public void done(int questions) {}

            @Override
            public void setAside(Path kept) {
              aside.add(kept);
            }
          });
    }
  }

  @Test
  void whatTheModelSaysIsHeldAgainstWhatIsWanted() throws IOException {
    Path out = folder.resolve("out");
    RoutingReport report = report(out);
    for (Intent intent : Intent.values()) {
      List<RoutingReport.Item> items = report.of(intent);
      assertEquals(2, items.size());
      long right = items.stream().filter(RoutingReport.Item::right).count();
      assertEquals(intent == Intent.RATE ? 2 : 0, right, intent.toString());
    }
    assertEquals(1.0 / 7, report.accuracy().value(), 1e-12);
    assertTrue(RoutingTable.render(report).contains("together"));

    JsonNode json = new ObjectMapper().readTree(out.resolve("report.json").toFile());
    assertEquals(1.0 / 7, json.at("/metrics/accuracy").asDouble(), 1e-12);
    assertEquals(2, json.at("/kinds/rate/right").asInt());
    assertEquals(QUESTIONS, Files.readAllLines(out.resolve("predictions.jsonl")).size());
    String page = Files.readString(out.resolve("report.html"));
    for (RoutingReport.Item item : report.items()) {
      assertEquals(!item.right(), page.contains(HtmlPage.escape(item.question())), item.question());
    }
  }

  @Test
  void whatAnotherEvaluationLeftIsSetAside() throws IOException {
    Path out = Files.createDirectories(folder.resolve("out"));
    String other = "{\"id\":\"a\",\"count\":3}\n";
    Files.writeString(out.resolve("predictions.jsonl"), other);
    report(out);
    assertEquals(List.of(out.resolve("earlier-1")), aside);
    assertEquals(other, Files.readString(aside.get(0).resolve("predictions.jsonl")));
    report(out);
    assertEquals(1, aside.size(), "its own are replaced");
  }

  @Test
  void theNumberOfARepetitionIsPartOfWhatIsWanted() {
    RoutingReport.Item item =
        new RoutingReport.Item(
            "a", "?", Route.nth(3), "Of 9 repetitions, number 3 is meant.", Route.nth(4));
    assertTrue(item.right());
    assertEquals(Route.nth(3), item.read());
    assertEquals(false, item.keywordsRight());
  }
}
