package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.data.text.Intent;
import dev.period.data.text.RoutedQuestions;
import dev.period.infer.Period;
import dev.period.infer.baselines.KeywordRouter;
import dev.period.infer.metrics.Estimate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges whether a model knows what a question wants, and writes what it finds: questions of every
 * kind in words that training never uses. It takes seconds, so it begins anew each time.
 */
public final class RoutingEvaluation {
  private final Path out;
  private final String model;
  private final Map<String, Object> config;
  private final Map<String, Object> provenance;

  /**
   * An evaluation.
   *
   * @param out folder of the report
   * @param model name of the model
   * @param config what the figures depend on
   * @param provenance where they come from
   */
  public RoutingEvaluation(
      Path out, String model, Map<String, Object> config, Map<String, Object> provenance) {
    this.out = out;
    this.model = model;
    this.config = config;
    this.provenance = provenance;
  }

  /** Who is told how it goes. */
  public interface Listener {
    /** So many questions are answered. */
    void done(int questions);

    /** What another evaluation had left in the folder of the report is now in this one. */
    void setAside(Path folder);
  }

  /**
   * Asks all questions.
   *
   * @throws PeriodException of kind INPUT if the report cannot be written, USAGE if another process
   *     writes into its folder
   */
  public RoutingReport run(
      List<RoutedQuestions.Asked> questions, Period period, Listener listener) {
    try (PredictionLog log = PredictionLog.open(out)) {
      Path aside =
          log.start(List.of(), log.earlier().stream().anyMatch(line -> !line.has("wanted")));
      if (aside != null) {
        listener.setAside(aside);
      }
      List<RoutingReport.Item> items = new ArrayList<>();
      for (RoutedQuestions.Asked asked : questions) {
        items.add(
            new RoutingReport.Item(
                asked.sample().id(),
                asked.sample().question(),
                asked.route(),
                period.answer(asked.sample()).answer(),
                KeywordRouter.of(asked.sample().question())));
        listener.done(items.size());
      }
      log.complete(items.stream().map(RoutingEvaluation::line).toList());
      RoutingReport report = new RoutingReport(model, items, config, provenance);
      ReportFiles.write(out, json(report), page(report));
      return report;
    } catch (IOException e) {
      throw ReportFiles.unwritable(out, e);
    }
  }

  private static Map<String, Object> line(RoutingReport.Item item) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", item.id());
    line.put("question", item.question());
    line.put("wanted", name(item.wanted().intent()));
    line.put("nth", item.wanted().nth());
    line.put("answer", item.answer());
    line.put("read", name(item.read().intent()));
    line.put("right", item.right());
    line.put("keywords", name(item.keywords().intent()));
    line.put("keywords_right", item.keywordsRight());
    return line;
  }

  private static Map<String, Object> json(RoutingReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("task", "routing");
    json.put("n", report.items().size());
    Map<String, Object> metrics = new LinkedHashMap<>();
    ReportJson.put(metrics, "accuracy", report.accuracy());
    json.put("metrics", metrics);
    Map<String, Object> keywords = new LinkedHashMap<>();
    ReportJson.put(keywords, "accuracy", report.keywordAccuracy());
    json.put("baselines", Map.of("keywords", keywords));
    Map<String, Object> kinds = new LinkedHashMap<>();
    for (Intent intent : Intent.values()) {
      List<RoutingReport.Item> of = report.of(intent);
      Map<String, Object> kind = new LinkedHashMap<>();
      kind.put("n", of.size());
      kind.put("right", of.stream().filter(RoutingReport.Item::right).count());
      kind.put("keywords_right", of.stream().filter(RoutingReport.Item::keywordsRight).count());
      kinds.put(name(intent), kind);
    }
    json.put("kinds", kinds);
    json.put("model", report.model());
    json.put("config", report.config());
    json.put("provenance", report.provenance());
    return json;
  }

  private static String page(RoutingReport report) {
    HtmlPage page =
        new HtmlPage(report.model() + " on routing", report.items().size() + " questions");
    Estimate accuracy = report.accuracy();
    page.tiles(
        List.of(
            HtmlPage.Tile.share("understood", accuracy),
            HtmlPage.Tile.share("by keywords", report.keywordAccuracy())));
    page.heading("Kind by kind");
    List<List<String>> rows = new ArrayList<>();
    for (String[] row : RoutingTable.rows(report)) {
      rows.add(List.of(row));
    }
    page.table(rows.get(0), rows.subList(1, rows.size()), List.of());
    List<RoutingReport.Item> wrong = report.items().stream().filter(item -> !item.right()).toList();
    if (!wrong.isEmpty()) {
      page.heading("Misunderstood");
      page.table(
          List.of("question", "wants", "the model's sentence"),
          wrong.stream()
              .map(item -> List.of(item.question(), name(item.wanted().intent()), item.answer()))
              .toList(),
          List.of(0, 1, 2));
    }
    return page.end(report.config(), report.provenance());
  }

  static String name(Intent intent) {
    return intent.name().toLowerCase(Locale.ROOT);
  }
}
