package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ReportHtmlTest {
  private static final Pattern PICTURE = Pattern.compile("src=\"data:image/jpeg;base64,([^\"]+)\"");
  private static final ItemPictures RED =
      (item, n) -> {
        byte[] rgb = new byte[3 * 80 * 60 * n];
        for (int i = 0; i < rgb.length; i += 3) {
          rgb[i] = (byte) 200;
        }
        return new FrameSequence(rgb, 80, 60, new double[n], 2);
      };

  private static EvalReport report(List<EvalItem> items, Counter counter) {
    EvalSettings settings =
        new EvalSettings(
                "countix",
                "<nano>",
                null,
                List.of(),
                null,
                Map.of("data", "a & b"),
                Map.of("period", "1"))
            .withPeriodLlm(true);
    return new Evaluation(settings).run(items, counter, Progress.silent());
  }

  private static List<EvalItem> items() {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      items.add(
          new EvalItem(
              "-ab_" + i, null, 2.0, 8.0, "how many?", "class <" + i % 3 + ">", i, List.of()));
    }
    return items;
  }

  /** Right for small counts, far off for large ones, silent once, unsure once. */
  private static Prediction answer(EvalItem item) {
    int i = Integer.parseInt(item.id().substring(4));
    if (i == 30) {
      return new Prediction("I can't <b>tell</b>.", null, null, null, false, null);
    }
    int count = i < 20 ? i : i / 2;
    double[] belief = new double[40];
    belief[count] = i < 20 ? 0.8 : 0.3;
    ClipCurve curve =
        new ClipCurve(
            6,
            2.1,
            7.9,
            new double[] {0.2, 0.9, 0.4},
            List.of(new double[] {2, 4}, new double[] {4, 8}));
    return new Prediction(
        "There are " + count, count, count - 1, count + 2, i != 29, belief, curve);
  }

  @Test
  void everythingThatItPromisesIsThereAndNothingFromOutside() {
    String page = ReportHtml.page(report(items(), ReportHtmlTest::answer), RED);
    for (String heading :
        List.of(
            "Beside the baselines",
            "Counted against true",
            "As sure as it should be?",
            "By true count",
            "By seconds per repetition",
            "By class",
            "Farthest off",
            "Not answered, or not with confidence",
            "By Period-LLM&#39;s released evaluation",
            "Not to be compared with the rest",
            "Configuration and provenance")) {
      assertTrue(page.contains(heading), heading);
    }
    assertTrue(page.contains("30 items scored, 0 skipped, 1 answers without a number"));
    assertTrue(page.contains("class &lt;1&gt;") && page.contains("I can&#39;t &lt;b&gt;tell"));
    assertFalse(page.contains("<b>tell") || page.contains("class <1>") || page.contains("NaN"));
    assertFalse(page.contains("<script") || page.contains("http") || page.contains("@import"));
    assertFalse(page.contains("url(") || page.contains("<link"));
    assertTrue(page.contains("prefers-color-scheme: dark") && page.contains("name=\"viewport\""));
    assertEquals(0, Pattern.compile("src=\"(?!data:)").matcher(page).results().count());
  }

  @Test
  void theWorstHavePicturesAndTheirCurve() throws IOException {
    String page = ReportHtml.page(report(items(), ReportHtmlTest::answer), RED);
    Matcher pictures = PICTURE.matcher(page);
    int n = 0;
    while (pictures.find()) {
      byte[] jpeg = Base64.getDecoder().decode(pictures.group(1));
      int pixel = ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(40, 30);
      assertEquals(200, pixel >> 16 & 0xff, 6, "red");
      assertEquals(0, pixel & 0xff, 6, "blue");
      assertTrue(jpeg.length < 20_000);
      n++;
    }
    assertEquals(10 * 6, n);
    String worst = page.substring(page.indexOf("Farthest off"));
    assertTrue(worst.indexOf("-ab_30") < worst.indexOf("-ab_29"), "silence is worst");
    assertEquals(9, worst.split("periodicity over time", -1).length - 1, "silence has no curve");
    assertTrue(worst.contains("class=\"rep1\""));
    assertTrue(worst.contains(">2 s<") && worst.contains(">8 s<"), "seconds of the video");
  }

  @Test
  void picturesThatCannotBeReadAreLeftOut() {
    ItemPictures broken =
        (item, n) -> {
          throw new PeriodException(PeriodException.Kind.INPUT, "gone");
        };
    String page = ReportHtml.page(report(items(), ReportHtmlTest::answer), broken);
    assertTrue(page.contains("Farthest off"));
    assertFalse(PICTURE.matcher(page).find());
  }

  @Test
  void errorsAreGroupedByCountPeriodAndClass() {
    EvalReport report = report(items(), ReportHtmlTest::answer);
    List<ErrorGroup> byCount = ErrorGroup.byCount(report);
    assertEquals(
        List.of("1 to 3", "4 to 7", "8 to 15", "16 to 31"),
        byCount.stream().map(ErrorGroup::label).toList());
    assertEquals(List.of(3, 4, 8, 15), byCount.stream().map(ErrorGroup::n).toList());
    assertEquals(0, byCount.get(2).model(), 0);
    assertEquals(
        List.of(17, 6, 3, 2, 1),
        ErrorGroup.byPeriod(report).stream().map(ErrorGroup::n).toList(),
        "6 s over the count; the silent answer tells no length");
    List<ErrorGroup> byClass = ErrorGroup.byClass(report);
    assertEquals(List.of(10, 10, 10), byClass.stream().map(ErrorGroup::n).toList());
    double mean = byClass.stream().mapToDouble(g -> g.model() * g.n() / 30).sum();
    assertEquals(report.metrics().figures().values().iterator().next().value(), mean, 1e-9);
    assertTrue(byClass.stream().allMatch(group -> group.baseline() > 0));
  }

  @Test
  void manyClassesAreAddedUp() {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      items.add(new EvalItem("clip-" + i, null, "?", "class " + i % 30, 4));
    }
    List<ErrorGroup> groups = ErrorGroup.byClass(report(items, item -> Prediction.of(5)));
    assertEquals(25, groups.size());
    assertEquals("6 other classes", groups.get(24).label());
    assertEquals(40, groups.stream().mapToInt(ErrorGroup::n).sum());
  }

  @Test
  void manyItemsMakeASmallPage() {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      items.add(new EvalItem("clip-" + i, null, "?", "", i % 20));
    }
    String page = ReportHtml.page(report(items, item -> Prediction.of(5)), null);
    assertEquals(20, page.split("class=\"dot\"", -1).length - 1, "a dot per place");
    assertTrue(page.length() < 60_000, "length " + page.length());
  }

  @Test
  void aReportWithoutItemsOpens() {
    String page = ReportHtml.page(report(List.of(), item -> Prediction.of(1)), null);
    assertTrue(page.contains("0 items scored") && page.endsWith("</html>\n"));
  }
}
