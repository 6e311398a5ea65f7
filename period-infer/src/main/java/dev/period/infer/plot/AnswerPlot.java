package dev.period.infer.plot;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Draws an answer on one page: key frames, the periodicity over time with each repetition marked,
 * the self-similarity, the distribution over counts.
 */
public final class AnswerPlot {
  private AnswerPlot() {}

  /**
   * Writes the page as {@code .png} (1400 x 1000 pixels) or as a self-contained {@code .html}. The
   * file appears, complete, only at the end.
   *
   * @throws PeriodException of kind USAGE if the extension is another one or the file cannot be
   *     written; of kind ENGINE if this Java installation cannot draw text
   */
  public static void write(Path out, PlotData data) {
    String extension = checkedExtension(out);
    byte[] content = extension.equals(".png") ? png(data) : html(data);
    try {
      WholeFile.write(out, temporary -> Files.write(temporary, content));
    } catch (IOException e) {
      throw new PeriodException(
          Kind.USAGE,
          "The plot cannot be written to %s: %s; please choose a folder that exists and may be written to."
              .formatted(out, e),
          e);
    }
  }

  /**
   * Checks, before any work is done, that a plot can be written to {@code out}.
   *
   * @throws PeriodException of kind USAGE if its extension is not {@code .png} or {@code .html}, or
   *     its folder does not exist
   */
  public static void check(Path out) {
    checkedExtension(out);
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out)) {
      throw new PeriodException(
          Kind.USAGE,
          "The plot cannot be written to %s; please choose a file in a folder that exists."
              .formatted(out));
    }
  }

  private static String checkedExtension(Path out) {
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    for (String extension : new String[] {".png", ".html"}) {
      if (name.endsWith(extension)) {
        return extension;
      }
    }
    throw new PeriodException(
        Kind.USAGE, "A plot is written as .png or .html, so %s cannot be.".formatted(out));
  }

  private static void draw(Canvas canvas, PlotData data) {
    canvas.rect(0, 0, Canvas.WIDTH, Canvas.HEIGHT, 0, Ink.WHITE);
    Headline.draw(canvas, data);
    TimeLine.draw(canvas, data);
    SimilarityMap.draw(canvas, data);
    CountBars.draw(canvas, data);
  }

  private static byte[] html(PlotData data) {
    SvgCanvas canvas = new SvgCanvas(data.question() + " " + data.answer());
    draw(canvas, data);
    String page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>%s</title>
        <style>
          body { margin: 0; background: #f3f4f6; }
          svg { display: block; max-width: 1400px; margin: 0 auto; background: white; }
        </style>
        %s</html>
        """
            .formatted(SvgCanvas.escape(data.title()), canvas.toSvg());
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png(PlotData data) {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    Java2dCanvas canvas;
    try {
      canvas = new Java2dCanvas();
    } catch (LinkageError | InternalError | RuntimeException e) {
      // A Java without fonts or desktop libraries fails in any of these ways.
      throw new PeriodException(
          Kind.ENGINE,
          "This Java cannot draw text (%s); please install fontconfig and a font, or plot to .html."
              .formatted(e),
          e);
    }
    draw(canvas, data);
    return canvas.toPng();
  }
}
