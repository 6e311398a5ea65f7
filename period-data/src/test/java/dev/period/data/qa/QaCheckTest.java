package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QaCheckTest {
  @TempDir Path folder;

  @BeforeEach
  void videos() {
    for (String name : List.of("a.mp4", "b.mp4")) {
      byte[] rgb = new byte[3 * 16 * 16 * 10];
      rgb[0] = (byte) (name.equals("a.mp4") ? 255 : 0);
      double[] times = new double[10];
      for (int i = 0; i < 10; i++) {
        times[i] = i / 5.0;
      }
      VideoWriter.write(folder.resolve(name), new FrameSequence(rgb, 16, 16, times, 2));
    }
  }

  private static QaRecord about(String id, String video, String answer) {
    return QaRecords.video(id, video, "How many?", answer, 5);
  }

  private Path file(String name, QaRecord... records) {
    Path file = folder.resolve(name);
    try (QaWriter writer = new QaWriter(file)) {
      for (QaRecord record : records) {
        writer.write(record);
      }
      writer.complete();
    }
    return file;
  }

  private static List<String> check(Path... files) {
    List<String> findings = new ArrayList<>();
    QaCheck check = new QaCheck(finding -> findings.add(finding.toString()));
    for (Path file : files) {
      check.file(file);
    }
    assertEquals(findings.size(), check.findings());
    return findings;
  }

  private static void assertOnly(Path file, int line, String problem, List<String> findings) {
    assertEquals(1, findings.size(), findings.toString());
    String finding = findings.get(0);
    assertTrue(finding.startsWith(file + ":" + line + ": "), finding);
    assertTrue(finding.contains(problem), finding);
  }

  @Test
  void nothingIsWrongWithGoodFiles() {
    Path train =
        file(
            "x_train.jsonl",
            about("1", "a.mp4", "5"),
            about("2", "a.mp4", "Five times, as far as I see."),
            about("3", "a.mp4", "In 2 seconds I count 5."),
            about("4", "a.mp4", "Something moves."),
            QaRecord.text("5", "\"la la\"?", "2 times", 2));
    Path val = file("x_val.jsonl", about("6", "b.mp4", "5"));
    assertEquals(List.of(), check(train, val));
  }

  @Test
  void aFileThatCannotBeReadOnEndsTheCheck() {
    // opens like any other file, but there is nothing at the address 0
    Path file = Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(file));
    QaCheck check =
        new QaCheck(
            finding -> {
              throw new AssertionError(finding);
            });
    PeriodException e = assertThrows(PeriodException.class, () -> check.file(file));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains("cannot be read"), e.getMessage());
  }

  @Test
  void missingAndBrokenMedia() throws IOException {
    Path missing = file("m.jsonl", about("1", "a.mp4", "5"), about("2", "c.mp4", "5"));
    assertOnly(missing, 2, "c.mp4 is missing", check(missing));
    Files.writeString(folder.resolve("d.mp4"), "no video");
    Path broken = file("n.jsonl", about("1", "d.mp4", "5"));
    assertOnly(broken, 1, "d.mp4 cannot be used", check(broken));
  }

  @Test
  void answersWithNothingToLearn() {
    Path empty = file("e.jsonl", about("1", "a.mp4", " \n"));
    assertOnly(empty, 1, "answer is empty", check(empty));
    Path masked = file("f.jsonl", about("1", "a.mp4", "<video> </s>\u200B"));
    assertOnly(masked, 1, "fully masked", check(masked));
  }

  @Test
  void numbersThatDisagree() {
    Path wrong = file("w.jsonl", about("1", "a.mp4", "I count 6."));
    assertOnly(wrong, 1, "the answer says 6 but count is 5", check(wrong));
    Path words = file("v.jsonl", about("1", "a.mp4", "It happens twice."));
    assertOnly(words, 1, "the answer says 2 but count is 5", check(words));
  }

  @Test
  void duplicates() {
    Path ids = file("i.jsonl", about("1", "a.mp4", "5"), about("1", "a.mp4", "I count 5."));
    assertOnly(ids, 2, "id '1' is also at " + ids + ":1", check(ids));
    Path same = file("s.jsonl", about("1", "a.mp4", "5"), about("2", "a.mp4", "5"));
    assertOnly(same, 2, "the same question and answer are also at " + same + ":1", check(same));
  }

  @Test
  void leaksBetweenSplits() throws IOException {
    Path train = file("q_train.jsonl", about("1", "a.mp4", "5"));
    Path val = file("q_valid.jsonl", about("2", "./a.mp4", "I count 5."));
    assertOnly(val, 1, "is also in another split, at " + train + ":1", check(train, val));
    Files.copy(folder.resolve("a.mp4"), folder.resolve("copy.mp4"));
    Path copied = file("q_test.jsonl", about("3", "copy.mp4", "5"));
    assertOnly(copied, 1, "copy.mp4 is a copy of a.mp4 in another split", check(train, copied));
    Path more = file("r_train.jsonl", about("4", "a.mp4", "I count 5."));
    assertEquals(List.of(), check(train, more));
    Path text = file("t_train.jsonl", QaRecord.text("5", "\"la la\"?", "2", 2));
    Path again = file("t_val.jsonl", QaRecord.text("6", "\"la la\"?", "two", 2));
    assertOnly(again, 1, "the same text of '6' is also in another split", check(text, again));
  }

  @Test
  void filesWithoutASplitInTheirNamesAreSplitsOfTheirOwn() {
    Path one = file("one.jsonl", about("1", "a.mp4", "5"));
    Path two = file("two.jsonl", about("2", "a.mp4", "I count 5."));
    assertOnly(two, 1, "another split", check(one, two));
    Path training = file("restrained.jsonl", about("3", "b.mp4", "5"));
    Path constrained = file("constrained.jsonl", about("4", "b.mp4", "I count 5."));
    assertOnly(constrained, 1, "another split", check(training, constrained));
  }

  @Test
  void partsBeyondTheEnd() {
    QaRecord late = QaRecords.full("1", "a.mp4", 5);
    Path file = file("l.jsonl", late);
    assertOnly(file, 1, "end 4.5 s is beyond the end of a.mp4 (2.00 s)", check(file));
  }

  @Test
  void placeholdersAndMediaBelongTogether() {
    Path without =
        file(
            "p.jsonl",
            QaRecord.text("1", "<video>\nHow many?", "5", 5),
            new QaRecord(
                "2",
                "a.mp4",
                null,
                null,
                List.of(Message.human("How many?"), Message.gpt("5")),
                5,
                null,
                null,
                null,
                null,
                null,
                List.of()));
    List<String> findings = check(without);
    assertEquals(2, findings.size());
    assertTrue(findings.get(0).contains("but the record has none"), findings.get(0));
    assertTrue(findings.get(1).contains("no question says"), findings.get(1));
  }

  @Test
  void allWrongLinesAreToldAtOnce() throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(file, "{\n{\"id\":\"a\"}\n");
    List<String> findings = check(file);
    assertEquals(2, findings.size());
    assertTrue(findings.get(0).startsWith(file + ":1: not valid JSON"), findings.get(0));
    assertTrue(findings.get(1).startsWith(file + ":2: there is no 'conv"), findings.get(1));
  }

  @Test
  void statisticsCountWhatIsThere() {
    QaStats stats = new QaStats();
    stats.add(about("1", "a.mp4", "5"));
    stats.add(QaRecords.full("2", "b.mp4", 12));
    stats.add(QaRecord.text("3", "\"la la\"?", "2", 2));
    String table = stats.render();
    assertTrue(
        table.startsWith(
            "3 records (1 text, 2 video), 2 files of media, 3 questions of which 3 differ\n"),
        table);
    assertTrue(table.contains("11-15          1  ####"), table);
    assertTrue(table.contains("1 actions\n                  1  push up\n"), table);
    assertTrue(table.lines().anyMatch(line -> line.matches("count +3 +2 +2 +5 +12 +12")), table);
    assertEquals(
        "0 records (), 0 files of media, 0 questions of which 0 differ",
        new QaStats().render().lines().findFirst().orElseThrow());
  }
}
