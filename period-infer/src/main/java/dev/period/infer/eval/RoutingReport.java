package dev.period.infer.eval;

import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import dev.period.infer.metrics.Bootstrap;
import dev.period.infer.metrics.Estimate;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How well a model tells what a question wants.
 *
 * @param model its name
 * @param items question by question
 * @param config what the figures depend on
 * @param provenance where they come from
 */
public record RoutingReport(
    String model, List<Item> items, Map<String, Object> config, Map<String, Object> provenance) {

  /**
   * One question.
   *
   * @param wanted what it wants
   * @param answer the model's own sentence
   * @param keywords what keywords make of it
   */
  public record Item(String id, String question, Route wanted, String answer, Route keywords) {
    /** What the model's sentence says that is wanted. */
    public Route read() {
      return Route.of(answer);
    }

    /** Whether that is so; of one repetition, its number counts as well. */
    public boolean right() {
      return read().equals(wanted);
    }

    /** Whether keywords tell it. */
    public boolean keywordsRight() {
      return keywords.equals(wanted);
    }
  }

  /** Copies the items. */
  public RoutingReport {
    items = List.copyOf(items);
  }

  /** Questions that want this. */
  public List<Item> of(Intent intent) {
    return items.stream().filter(item -> item.wanted().intent() == intent).toList();
  }

  /** Share of the questions that the model reads rightly. */
  public Estimate accuracy() {
    return share(Item::right);
  }

  /** The same of keywords. */
  public Estimate keywordAccuracy() {
    return share(Item::keywordsRight);
  }

  private Estimate share(Predicate<Item> right) {
    return Bootstrap.estimate(
        items.size(),
        indices -> {
          int sum = 0;
          for (int i : indices) {
            sum += right.test(items.get(i)) ? 1 : 0;
          }
          return new double[] {(double) sum / indices.length};
        })[0];
  }
}
