package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QaFilesTest {
  private static final String GOOD =
      "{\"id\":\"a\",\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},"
          + "{\"from\":\"gpt\",\"value\":\"8\"}]";

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() {
    List<QaRecord> records =
        List.of(
            QaRecords.full("a", "videos/-x y.mp4", 2),
            QaRecord.text("b", "How often \"la\"?\nla la", "twice\t\u0001", null),
            QaRecords.signal("c", new SignalRef("s.csv", 125, List.of("PLETH", "V")), 7));
    Path file = folder.resolve("new/folder/a.jsonl");
    write(file, records);

    assertEquals(records, QaReader.readAll(file));
  }

  @Test
  void theSameRecordsGiveTheSameBytes() throws IOException {
    List<QaRecord> records = List.of(QaRecords.full("a", "x.mp4", 3));
    write(folder.resolve("a.jsonl"), records);
    write(folder.resolve("b.jsonl"), records);

    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.jsonl")),
        Files.readAllBytes(folder.resolve("b.jsonl")));
    assertEquals(1, Files.readAllLines(folder.resolve("a.jsonl")).size());
  }

  @Test
  void aFileAppearsOnlyWhenItIsComplete() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "old");
    try (QaWriter writer = new QaWriter(file)) {
      writer.write(QaRecords.full("a", "x.mp4", 3));
    }

    assertEquals("old", Files.readString(file));
    try (var entries = Files.list(folder)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  void emptyLinesAndAByteOrderMarkAreNoRecords() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "\uFEFF" + GOOD + "}\r\n\n  \n" + GOOD + ",\"count\":8}");
    try (QaReader reader = QaReader.open(file)) {
      QaRecord first = reader.next();
      assertNotNull(first);
      assertNull(first.count());
      assertEquals(1, reader.line());
      QaRecord second = reader.next();
      assertNotNull(second);
      assertEquals(8, second.count());
      assertEquals(4, reader.line());
      assertNull(reader.next());
    }
  }

  @Test
  void readingGoesOnBehindALineThatIsWrong() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "{oops\n" + GOOD + "}\n[]\n" + GOOD + "}\n");
    try (QaReader reader = QaReader.open(file)) {
      assertThrows(PeriodException.class, reader::next);
      assertNotNull(reader.next());
      assertThrows(PeriodException.class, reader::next);
      assertNotNull(reader.next());
      assertNull(reader.next());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"a\"} | there is no 'conversations'",
        "{\"conversations\":[]} | there is no 'id'",
        "{\"id\":3} | 'id' must be text, not a number",
        "{\"id\":\"a\",\"id\":\"b\"} | Duplicate field",
        "{\"id\":\"a\",\"cuont\":3} | there is no key 'cuont'",
        "[1] | must be an object, not a list",
        "{} {} | not valid JSON",
        "{\"id\":\"a\",\"conversations\":{}} | must be a list, not an object",
        "{\"id\":\"a\",\"conversations\":[]} | questions, each with its answer",
        "{\"id\":\"a\",\"conversations\":[{\"from\":\"human\"}]} | 'from' and 'value'",
        "{\"id\":\"a\",\"conversations\":[{\"from\":\"bot\",\"value\":\"\"}]} | human or gpt",
      })
  void whatIsNoRecordIsToldWithFileAndLine(String line, String expected) throws IOException {
    assertTold(line, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"count\":2.5 | count must be a whole number from 0",
        "\"count\":-1 | count must be a whole number from 0",
        "\"count\":\"8\" | count must be a whole number from 0",
        "\"count\":99999999999 | count must be a whole number from 0",
        "\"start\":-1 | 'start' must be a number from 0, not -1",
        "\"start\":3,\"end\":2 | start 3.0 is not before end 2.0",
        "\"fps\":0 | 'fps' must be a number above 0",
        "\"heart_rate_bpm\":\"fast\" | must be a number above 0",
        "\"video\":\"a.mp4\",\"image\":\"b.png\" | more than one of video, image and signal",
        "\"rate_hz\":30 | need a signal",
        "\"signal\":\"a.csv\" | needs rate_hz and columns",
        "\"signal\":\"a.csv\",\"rate_hz\":30,\"columns\":[] | a rate above 0 and a column",
        "\"repetitions\":[[2,1]] | no stretch of time",
        "\"repetitions\":[[1]] | pairs",
      })
  void wrongValuesAreToldWithFileAndLine(String fields, String expected) throws IOException {
    assertTold(GOOD + "," + fields + "}", expected);
  }

  @Test
  void whatLlavaAddsIsIgnored() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, GOOD + ",\"model\":\"\",\"data_source\":\"x\",\"video\":null}");
    assertEquals("a", QaReader.readAll(file).get(0).id());
  }

  @Test
  void aConversationAlternates() throws IOException {
    String turn = "{\"from\":\"human\",\"value\":\"q\"}";
    assertTold(
        "{\"id\":\"a\",\"conversations\":[" + turn + "," + turn + "]}",
        "turn 2 of the conversation must be from gpt");
  }

  @Test
  void anArrayIsToldWhatToDo() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "[\n{}\n]\n");
    PeriodException e = assertThrows(PeriodException.class, () -> QaReader.readAll(file));
    assertTrue(String.valueOf(e.getMessage()).contains("data build import"));
  }

  @Test
  void aLineWithoutEndTakesNoMemory() throws IOException {
    Path file = folder.resolve("a.jsonl");
    Files.writeString(file, "{\"id\":\"" + "x".repeat(17 << 20) + "\n" + GOOD + "}\n");
    try (QaReader reader = QaReader.open(file)) {
      PeriodException e = assertThrows(PeriodException.class, reader::next);
      assertTrue(String.valueOf(e.getMessage()).contains("line 1: the line is longer than"));
      assertNotNull(reader.next());
    }
  }

  @Test
  void filesThatAreNoneAreTold() {
    PeriodException none =
        assertThrows(PeriodException.class, () -> QaReader.open(folder.resolve("none.jsonl")));
    assertTrue(String.valueOf(none.getMessage()).endsWith("none.jsonl does not exist"));
    PeriodException directory = assertThrows(PeriodException.class, () -> QaReader.open(folder));
    assertTrue(String.valueOf(directory.getMessage()).contains("is a folder"));
    assertEquals(PeriodException.Kind.INPUT, directory.kind());
  }

  private void assertTold(String line, String expected) throws IOException {
    Path file = folder.resolve("bad.jsonl");
    Files.writeString(file, GOOD + "}\n" + line + "\n");
    PeriodException e = assertThrows(PeriodException.class, () -> QaReader.readAll(file));
    String message = String.valueOf(e.getMessage());
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(message.startsWith(file + ", line 2: "), message);
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("\n"), message);
  }

  private static void write(Path file, List<QaRecord> records) {
    try (QaWriter writer = new QaWriter(file)) {
      records.forEach(writer::write);
      writer.complete();
    }
  }
}
