package dev.period.infer.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Draws pixels with Java2D; the only class here that loads desktop classes. */
final class Java2dCanvas implements Canvas {
  private final BufferedImage page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D g = page.createGraphics();

  Java2dCanvas() {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    // Fails here, before anything is drawn, where there are no fonts.
    g.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12)).stringWidth("0");
  }

  @Override
  public void rect(double x, double y, double width, double height, double radius, Ink ink) {
    use(ink);
    g.fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius));
  }

  @Override
  public void line(
      double x1, double y1, double x2, double y2, double thickness, boolean dashed, Ink ink) {
    use(ink);
    g.setStroke(
        dashed
            ? new BasicStroke(
                (float) thickness,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                1,
                new float[] {6, 5},
                0)
            : new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  @Override
  public void polyline(double[] xs, double[] ys, double thickness, Ink ink) {
    use(ink);
    g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(path(xs, ys));
  }

  @Override
  public void polygon(double[] xs, double[] ys, Ink ink) {
    use(ink);
    Path2D path = path(xs, ys);
    path.closePath();
    g.fill(path);
  }

  private static Path2D path(double[] xs, double[] ys) {
    Path2D path = new Path2D.Double();
    path.moveTo(xs[0], ys[0]);
    for (int i = 1; i < xs.length; i++) {
      path.lineTo(xs[i], ys[i]);
    }
    return path;
  }

  @Override
  public void text(
      double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink) {
    use(ink);
    g.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size));
    double width = g.getFontMetrics().getStringBounds(text, g).getWidth();
    double before =
        switch (anchor) {
          case START -> 0;
          case MIDDLE -> width / 2;
          case END -> width;
        };
    g.drawString(text, (float) (x - before), (float) y);
  }

  @Override
  public void verticalText(double x, double y, String text, double size, Ink ink) {
    AffineTransform upright = g.getTransform();
    g.translate(x, y);
    g.rotate(-Math.PI / 2);
    text(0, 0, text, size, false, Anchor.MIDDLE, ink);
    g.setTransform(upright);
  }

  @Override
  public void image(double x, double y, double width, double height, Bitmap image, boolean smooth) {
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION,
        smooth
            ? RenderingHints.VALUE_INTERPOLATION_BICUBIC
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    BufferedImage pixels =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int color =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      pixels.setRGB(i % image.width(), i / image.width(), color);
    }
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.scale(width / image.width(), height / image.height());
    g.drawImage(pixels, place, null);
  }

  /** The whole drawing as a PNG file. */
  byte[] toPng() {
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    try {
      ImageIO.write(page, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private void use(Ink ink) {
    g.setColor(
        new Color(
            ink.rgb() >> 16 & 0xff,
            ink.rgb() >> 8 & 0xff,
            ink.rgb() & 0xff,
            (int) Math.round(255 * ink.opacity())));
  }
}
