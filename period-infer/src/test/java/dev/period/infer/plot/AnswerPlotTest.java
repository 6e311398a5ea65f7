package dev.period.infer.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class AnswerPlotTest {
  @TempDir Path folder;

  private static PlotData data(String question) {
    return data(question, 0);
  }

  /** Ten seconds of a video, from {@code start} on. */
  private static PlotData data(String question, double start) {
    int points = 64;
    byte[] rgb = new byte[8 * 3 * 12 * 10];
    new Random(1).nextBytes(rgb);
    double[] keyTimes = IntStream.range(0, 8).mapToDouble(i -> start + i * 1.25).toArray();
    double[] times =
        IntStream.range(0, points).mapToDouble(i -> start + i * 10.0 / points).toArray();
    double[] curve = IntStream.range(0, points).mapToDouble(i -> Math.sin(i / 3.0)).toArray();
    float[] similarity = new float[points * points];
    for (int i = 0; i < similarity.length; i++) {
      similarity[i] = (float) Math.cos((i / points - i % points) * 0.5);
    }
    List<double[]> repetitions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      repetitions.add(new double[] {start + 1 + 1.5 * i, start + 2.5 + 1.5 * i});
    }
    double[] p = new double[65];
    p[4] = 0.2;
    p[5] = 0.7;
    p[6] = 0.1;
    return new PlotData(
        "clip.mp4",
        question,
        "5 repetitions.",
        new FrameSequence(rgb, 12, 10, keyTimes, 10),
        times,
        curve,
        repetitions,
        similarity,
        points,
        p,
        5,
        4,
        6,
        start,
        10);
  }

  private static PlotData empty() {
    FrameSequence none = new FrameSequence(new byte[0], 8, 8, new double[0], 0);
    double[] nothing = {};
    return new PlotData(
        "", "", "", none, nothing, nothing, List.of(), new float[0], 0, nothing, 0, 0, 0, 0, 0);
  }

  @Test
  void writesAPngOfTheDocumentedSize() throws Exception {
    Path out = folder.resolve("Plot.PNG");

    AnswerPlot.write(out, data("how many reps?"));

    BufferedImage image = ImageIO.read(out.toFile());
    assertEquals(1400, image.getWidth());
    assertEquals(1000, image.getHeight());
    assertEquals(0xFFFFFFFF, image.getRGB(5, 5));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void writesAPageThatNeedsNothingElseAndTrustsNoText() throws Exception {
    Path out = folder.resolve("plot.html");

    AnswerPlot.write(out, data("<script>alert(\"&\")</script> \u0001 \u65e5\u672c 100 %s"));

    String page = Files.readString(out);
    assertFalse(page.contains("<script"));
    String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
    assertFalse(svg.replace("http://www.w3.org/2000/svg", "").contains("http"));
    Document parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    // eight frames, the similarity and its scale
    assertEquals(10, parsed.getElementsByTagName("image").getLength());
    assertTrue(parsed.getDocumentElement().getTextContent().contains("\u65e5\u672c 100 %s"));
  }

  @Test
  void aPartIsDrawnLikeAWholeWithTheTimesOfTheVideo() throws Exception {
    Path whole = folder.resolve("whole.html");
    Path part = folder.resolve("part.html");

    AnswerPlot.write(whole, data("how many reps?"));
    AnswerPlot.write(part, data("how many reps?", 120));

    assertEquals(shapes(whole), shapes(part));
    String page = Files.readString(part);
    assertTrue(page.contains(">125<"), page);
    assertTrue(page.contains(">122.5 s<"), page);
    assertFalse(page.contains("in all"));
  }

  /** All that is drawn but text. */
  private static List<String> shapes(Path page) throws Exception {
    try (Stream<String> lines = Files.lines(page)) {
      return lines.filter(line -> !line.contains("<text")).toList();
    }
  }

  @Test
  void drawsWhatIsKnownWhenLittleIs() {
    AnswerPlot.write(folder.resolve("empty.png"), empty());
    AnswerPlot.write(folder.resolve("empty.html"), empty());
  }

  @Test
  void refusesOtherFilesBeforeAnyWork() {
    for (String name : new String[] {"plot.pdf", "plot", ".", "missing/plot.html"}) {
      PeriodException e =
          assertThrows(
              PeriodException.class, () -> AnswerPlot.write(folder.resolve(name), empty()));
      assertEquals(PeriodException.Kind.USAGE, e.kind());
    }
  }

  @Test
  void encodesPngWithoutLoss() throws Exception {
    byte[] rgb = new byte[3 * 7 * 5];
    new Random(2).nextBytes(rgb);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(new Bitmap(rgb, 7, 5).toPng()));

    for (int i = 0; i < 35; i++) {
      int pixel = image.getRGB(i % 7, i / 7);
      assertEquals(rgb[3 * i], (byte) (pixel >> 16));
      assertEquals(rgb[3 * i + 1], (byte) (pixel >> 8));
      assertEquals(rgb[3 * i + 2], (byte) pixel);
    }
  }

  @Test
  void ticksAreRound() {
    assertEquals(new Ticks(5, 0, 13), Ticks.upTo(61.7, 14));
    assertEquals(new Ticks(1, 0, 11), Ticks.upTo(10, 14));
    assertEquals(new Ticks(1, 21, 10), Ticks.between(20.5, 30.5, 14));
    assertEquals("21", Ticks.between(20.5, 30.5, 14).label(0));
    assertEquals("0.05", Ticks.upTo(0.34, 8).label(1));
    assertEquals("200", Ticks.upTo(1000, 5).label(1));
  }

  @Test
  void coloursRunFromDarkToBright() {
    assertEquals(0x440154, ColorMap.at(-1));
    assertEquals(0xFDE725, ColorMap.at(1));
    assertEquals(0x21918C, ColorMap.at(0.5));
  }

  @Test
  void longTextIsBroken() {
    List<String> lines = Headline.wrap("word ".repeat(60), 22);

    assertTrue(lines.size() > 1);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100));
    assertTrue(Headline.wrap("x".repeat(400), 22).size() > 2);
  }
}
