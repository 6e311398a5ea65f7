package dev.period.infer.eval;

import dev.period.core.PeriodException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items that are farthest off, each with its pictures and its periodicity curve. */
final class WorstItems {
  private static final int SHOWN = 10;
  private static final int PICTURES = 6;
  private static final int LONGEST_QUESTION = 160;

  private WorstItems() {}

  /** Those that are off at all, the worst first. */
  static List<Outcome.Scored> of(EvalReport report) {
    return report.scored().stream()
        .filter(outcome -> error(outcome) > 0)
        .sorted(Comparator.comparingInt(WorstItems::error).reversed())
        .limit(SHOWN)
        .toList();
  }

  private static int error(Outcome.Scored outcome) {
    return Math.abs(outcome.scoredCount() - outcome.item().truth());
  }

  /**
   * The card of an item, as an HTML element.
   *
   * @param pictures null where there are none
   */
  static String card(Outcome.Scored outcome, @Nullable ItemPictures pictures) {
    EvalItem item = outcome.item();
    Prediction prediction = outcome.prediction();
    Integer count = prediction.count();
    StringBuilder card = new StringBuilder("<div class=\"card\"><h3>");
    card.append(HtmlPage.escape(item.id())).append("</h3>\n<dl>");
    fact(card, "true", Integer.toString(item.truth()));
    fact(card, "counted", count == null ? "no number" : Integer.toString(count));
    if (prediction.low() != null && prediction.high() != null) {
      fact(card, "80 %", prediction.low() + " to " + prediction.high());
    }
    if (!item.action().isEmpty()) {
      fact(card, "class", item.action());
    }
    card.append("</dl>\n");
    ClipCurve curve = prediction.curve();
    if (curve == null && item.video() == null) {
      card.append("<div class=\"soft\">").append(HtmlPage.escape(shortened(item.question())));
      card.append("</div>\n");
    }
    card.append("<q>").append(HtmlPage.escape(prediction.answer())).append("</q>\n");
    card.append(strip(item, pictures));
    if (curve != null) {
      Double start = item.startSeconds();
      card.append(CurveSvg.of(curve, start == null ? 0 : start));
    }
    return card.append("</div>\n").toString();
  }

  private static void fact(StringBuilder card, String name, String value) {
    card.append("<div><dt>").append(name).append("</dt><dd>").append(HtmlPage.escape(value));
    card.append("</dd></div>");
  }

  private static String shortened(String question) {
    return question.length() <= LONGEST_QUESTION
        ? question
        : question.substring(0, LONGEST_QUESTION) + "…";
  }

  /** A clip that cannot be read a second time has no pictures; its figures stand. */
  private static String strip(EvalItem item, @Nullable ItemPictures pictures) {
    try {
      return pictures == null ? "" : Thumbnails.strip(pictures.of(item.withoutLabels(), PICTURES));
    } catch (PeriodException e) {
      return "";
    }
  }
}
