package dev.period.infer.eval;

import dev.period.infer.metrics.Estimate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A page that needs nothing else: no script, no font, no picture from outside. All text that is
 * given is escaped, because names of files and answers of models are not to be trusted.
 */
final class HtmlPage {
  private final StringBuilder page = new StringBuilder();

  /** Begins a page. */
  HtmlPage(String title, String subtitle) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(escape(title))
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style>\n<h1>")
        .append(escape(title))
        .append("</h1>\n<div class=\"soft\">")
        .append(escape(subtitle))
        .append("</div>\n");
  }

  private static String style() {
    try (InputStream css = HtmlPage.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A figure of the headline.
   *
   * @param value large
   * @param label below it
   * @param detail small; may be empty
   */
  record Tile(String value, String label, String detail) {
    /** A figure with its 95 % interval; a dash where there is none. */
    static Tile number(String label, @Nullable Estimate figure) {
      return of(label, figure, HtmlPage::number);
    }

    /** A share in percent with its 95 % interval; a dash where there is none. */
    static Tile share(String label, @Nullable Estimate figure) {
      return of(label, figure, HtmlPage::percent);
    }

    private static Tile of(
        String label, @Nullable Estimate figure, DoubleFunction<String> written) {
      return figure == null
          ? new Tile("–", label, "")
          : new Tile(
              written.apply(figure.value()),
              label,
              written.apply(figure.low()) + " to " + written.apply(figure.high()));
    }
  }

  void tiles(List<Tile> tiles) {
    page.append("<div class=\"tiles\">\n");
    for (Tile tile : tiles) {
      page.append("<div class=\"tile\"><b>").append(escape(tile.value())).append("</b><span>");
      page.append(escape(tile.label())).append("</span><span class=\"ci\">");
      page.append(escape(tile.detail())).append("</span></div>\n");
    }
    page.append("</div>\n");
  }

  void heading(String text) {
    page.append("<h2>").append(escape(text)).append("</h2>\n");
  }

  void paragraph(String text) {
    page.append("<p class=\"soft\">").append(escape(text)).append("</p>\n");
  }

  /** A paragraph that must not be missed. */
  void warning(String text) {
    page.append("<p class=\"note\">").append(escape(text)).append("</p>\n");
  }

  /** What is markup already. */
  void markup(String html) {
    page.append(html);
  }

  void openPlots() {
    page.append("<div class=\"plots\">\n");
  }

  void plot(String title, String svg, String caption) {
    page.append("<figure><h3>").append(escape(title)).append("</h3>\n").append(svg);
    page.append("<figcaption>").append(escape(caption)).append("</figcaption></figure>\n");
  }

  void closePlots() {
    page.append("</div>\n");
  }

  /**
   * A table of text.
   *
   * @param prose columns, from 0, that hold sentences instead of figures
   */
  void table(List<String> header, List<List<String>> rows, List<Integer> prose) {
    page.append("<div class=\"scroll\"><table>\n<tr>");
    for (int column = 0; column < header.size(); column++) {
      page.append(prose.contains(column) ? "<th class=\"text\">" : "<th>");
      page.append(escape(header.get(column))).append("</th>");
    }
    page.append("</tr>\n");
    for (List<String> row : rows) {
      page.append("<tr>");
      for (int column = 0; column < row.size(); column++) {
        page.append(prose.contains(column) ? "<td class=\"text\">" : "<td>");
        page.append(escape(row.get(column))).append("</td>");
      }
      page.append("</tr>\n");
    }
    page.append("</table></div>\n");
  }

  /** What the figures depend on, and the end of the page. */
  String end(Map<String, Object> config, Map<String, Object> provenance) {
    page.append("<details><summary>Configuration and provenance</summary>\n<pre>");
    pairs(config);
    pairs(provenance);
    return page.append("</pre></details>\n</html>\n").toString();
  }

  private void pairs(Map<String, Object> pairs) {
    pairs.forEach(
        (key, value) ->
            page.append(escape(key))
                .append(": ")
                .append(escape(String.valueOf(value)))
                .append('\n'));
  }

  /** With two decimals; a dash where it is undefined. */
  static String number(double value) {
    // no "-0.00"
    double shown = Math.abs(value) < 0.005 ? 0 : value;
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.2f", shown) : "–";
  }

  /** A share in whole percent; a dash where it is undefined. */
  static String percent(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.0f %%", 100 * value) : "–";
  }

  /** For text and attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
