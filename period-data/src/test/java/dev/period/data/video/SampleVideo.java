package dev.period.data.video;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/**
 * Draws {@code docs/samples/jumping-jacks.mp4}: eight jumping jacks of slightly uneven tempo, with
 * a second of standing still at either end, filmed by a hand that is not quite steady.
 *
 * <p>The same program gives the same bytes. Run it with the path to write as its argument.
 */
final class SampleVideo {
  static final int WIDTH = 480;
  static final int HEIGHT = 270;
  static final double SECONDS = 10;
  static final double FRAMES_PER_SECOND = 25;

  private static final double FIRST_JACK = 1;
  private static final double[] JACK_SECONDS = {1.02, 0.94, 1.08, 0.97, 1.05, 0.90, 1.10, 0.94};

  private static final Color WALL_TOP = new Color(0xE9EEF2);
  private static final Color WALL_BOTTOM = new Color(0xD5DEE5);
  private static final Color FLOOR = new Color(0xC9A882);
  private static final Color FLOOR_LINE = new Color(0xB8956F);
  private static final Color MAT = new Color(0x5E7F96);
  private static final Color SKIN = new Color(0xD99A6C);
  private static final Color SHIRT = new Color(0xE2574C);
  private static final Color TROUSERS = new Color(0x2F4058);
  private static final Color SHOES = new Color(0xF4F4F0);
  private static final Color HAIR = new Color(0x3B2A20);

  private SampleVideo() {}

  /** Writes the sample to the path given. */
  public static void main(String[] args) {
    System.setProperty("java.awt.headless", "true");
    write(Path.of(args[0]));
  }

  static void write(Path file) {
    VideoWriter.Settings settings =
        new VideoWriter.Settings(WIDTH, HEIGHT, VideoWriter.Codec.H264, 520_000, 50);
    BufferedImage canvas = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int frames = (int) Math.round(SECONDS * FRAMES_PER_SECOND);
    VideoWriter.write(
        file,
        settings,
        frames,
        (index, rgb) -> {
          double time = index / FRAMES_PER_SECOND;
          draw(canvas, time);
          copy(canvas, rgb);
          return time;
        });
  }

  static void draw(BufferedImage canvas, double time) {
    Graphics2D g = canvas.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    shakeCamera(g, time);
    drawRoom(g);
    drawPerson(g, time);
    g.dispose();
  }

  private static void shakeCamera(Graphics2D g, double t) {
    // Sines whose frequencies have no common period look like a hand and are the same on any run.
    double x = 1.3 * Math.sin(2 * Math.PI * 0.37 * t) + 0.7 * Math.sin(2 * Math.PI * 1.31 * t + 1);
    double y = 1.0 * Math.sin(2 * Math.PI * 0.53 * t + 2) + 0.5 * Math.sin(2 * Math.PI * 1.73 * t);
    g.translate(WIDTH / 2.0 + x, HEIGHT / 2.0 + y);
    g.rotate(Math.toRadians(0.3 * Math.sin(2 * Math.PI * 0.29 * t + 0.5)));
    g.scale(1.03, 1.03);
    g.translate(-WIDTH / 2.0, -HEIGHT / 2.0);
  }

  private static void drawRoom(Graphics2D g) {
    g.setPaint(new GradientPaint(0, -20, WALL_TOP, 0, 200, WALL_BOTTOM));
    g.fill(new Rectangle2D.Double(-30, -30, WIDTH + 60, 240));
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(48, 30, 92, 104));
    g.setPaint(new GradientPaint(0, 36, new Color(0x9CC9E8), 0, 128, new Color(0xDDEEF7)));
    g.fill(new Rectangle2D.Double(54, 36, 37, 92));
    g.fill(new Rectangle2D.Double(97, 36, 37, 92));
    g.setColor(FLOOR);
    g.fill(new Rectangle2D.Double(-30, 202, WIDTH + 60, 110));
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(-30, 197, WIDTH + 60, 6));
    g.setColor(FLOOR_LINE);
    g.setStroke(new BasicStroke(1));
    for (int i = -4; i <= 4; i++) {
      line(g, 240 + i * 62, 203, 240 + i * 105, 300);
    }
    drawPlant(g);
    g.setColor(MAT);
    g.fill(new RoundRectangle2D.Double(150, 226, 180, 26, 12, 12));
  }

  private static void drawPlant(Graphics2D g) {
    g.setColor(new Color(0x4F8A5B));
    for (int i = -3; i <= 3; i++) {
      Path2D leaf = new Path2D.Double();
      leaf.moveTo(395, 186);
      leaf.quadTo(395 + 6 * i - 8, 150, 395 + 13 * i, 126 + 5 * Math.abs(i));
      leaf.quadTo(395 + 10 * i + 8, 156, 395, 186);
      g.fill(leaf);
    }
    g.setColor(new Color(0xB5654A));
    Path2D pot = new Path2D.Double();
    pot.moveTo(378, 182);
    pot.lineTo(412, 182);
    pot.lineTo(406, 214);
    pot.lineTo(384, 214);
    pot.closePath();
    g.fill(pot);
  }

  /** How far the jacks are: 0 before the first, 1 after the first, 8 after the last. */
  static double jacksDone(double time) {
    double start = FIRST_JACK;
    for (int i = 0; i < JACK_SECONDS.length; i++) {
      if (time < start + JACK_SECONDS[i]) {
        return i + Math.max(0, (time - start) / JACK_SECONDS[i]);
      }
      start += JACK_SECONDS[i];
    }
    return JACK_SECONDS.length;
  }

  private static void drawPerson(Graphics2D g, double time) {
    double phase = 2 * Math.PI * jacksDone(time);
    double open = (1 - Math.cos(phase)) / 2;
    double jump = 15 * Math.abs(Math.sin(phase));
    double breath = 0.6 * Math.sin(2 * Math.PI * 0.3 * time);
    double leg = Math.toRadians(5 + 23 * open);
    double ground = 240;
    double hipY = ground - 78 * Math.cos(leg) - jump;
    double shoulderY = hipY - 58 - breath;

    g.setColor(new Color(0, 0, 0, (int) (70 - 2 * jump)));
    double shadow = 34 + 36 * open - jump;
    g.fill(new Ellipse2D.Double(240 - shadow, ground - 4, 2 * shadow, 12));

    for (int side = -1; side <= 1; side += 2) {
      limb(g, 240 + side * 9, hipY, leg, side, 39, 39, 14, TROUSERS, true);
    }
    Path2D torso = new Path2D.Double();
    torso.moveTo(223, shoulderY);
    torso.lineTo(257, shoulderY);
    torso.lineTo(252, hipY + 4);
    torso.lineTo(228, hipY + 4);
    torso.closePath();
    g.setColor(SHIRT);
    g.fill(torso);
    g.setStroke(new BasicStroke(9, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(torso);
    double arm = Math.toRadians(14 + 150 * open);
    for (int side = -1; side <= 1; side += 2) {
      limb(g, 240 + side * 19, shoulderY + 1, arm, side, 30, 30, 10, SHIRT, false);
    }
    drawHead(g, shoulderY - 27);
  }

  /** A limb of two parts that leaves its joint at {@code angle} from straight down. */
  private static void limb(
      Graphics2D g,
      double x,
      double y,
      double angle,
      int side,
      double upper,
      double lower,
      float thickness,
      Color cloth,
      boolean isLeg) {
    Point2D joint = along(x, y, angle, side, upper);
    Point2D end = along(joint.getX(), joint.getY(), isLeg ? angle : angle + 0.22, side, lower);
    g.setStroke(new BasicStroke(thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(isLeg ? cloth : SKIN);
    line(g, joint.getX(), joint.getY(), end.getX(), end.getY());
    g.setColor(cloth);
    line(g, x, y, joint.getX(), joint.getY());
    if (isLeg) {
      g.setColor(SHOES);
      double toe = side * 5;
      g.setStroke(new BasicStroke(9, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      line(g, end.getX() - side, end.getY() + 2, end.getX() + toe, end.getY() + 2);
    } else {
      g.setColor(SKIN);
      g.fill(new Ellipse2D.Double(end.getX() - 6.5, end.getY() - 6.5, 13, 13));
    }
  }

  private static Point2D along(double x, double y, double angle, int side, double length) {
    return new Point2D.Double(x + side * length * Math.sin(angle), y + length * Math.cos(angle));
  }

  private static void drawHead(Graphics2D g, double y) {
    g.setColor(SKIN);
    g.fill(new RoundRectangle2D.Double(234, y + 10, 12, 16, 6, 6));
    g.setColor(HAIR);
    g.fill(new Ellipse2D.Double(222, y - 20, 36, 36));
    g.setColor(SKIN);
    g.fill(new Ellipse2D.Double(224, y - 13, 32, 31));
    g.setColor(HAIR);
    g.fill(new Ellipse2D.Double(232, y - 1, 3.5, 4.5));
    g.fill(new Ellipse2D.Double(244.5, y - 1, 3.5, 4.5));
    g.setStroke(new BasicStroke(1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D smile = new Path2D.Double();
    smile.moveTo(235, y + 9);
    smile.quadTo(240, y + 13, 245, y + 9);
    g.draw(smile);
  }

  private static void line(Graphics2D g, double x1, double y1, double x2, double y2) {
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  private static void copy(BufferedImage canvas, byte[] rgb) {
    int[] pixels = canvas.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
  }
}
