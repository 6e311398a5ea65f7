package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonArrayReaderTest {
  @TempDir Path folder;

  private List<QaRecord> read(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("mine.json"), json);
    List<QaRecord> records = new ArrayList<>();
    JsonArrayReader.read(file, records::add);
    return records;
  }

  @Test
  void readsPeriodLlmsItems() throws IOException {
    List<QaRecord> records =
        read(
            """
            [{"video": "./cut/-abc.mp4", "QA": {"q": "What is the total?", "a": "It is 7 times."}},
             {"QA": {"q": "How often is \\"la\\" in \\"la la \\" ", "a": "twice"}},
             {"video": "b.mp4", "QA": {"q": "Describe.", "a": "Somebody walks."}}]
            """);
    assertEquals(3, records.size());
    QaRecord first = records.get(0);
    assertEquals("mine-0", first.id());
    assertEquals("./cut/-abc.mp4", first.video());
    assertEquals("<video>\nWhat is the total?", first.conversation().get(0).value());
    assertEquals(7, first.count());
    assertNull(records.get(1).media());
    assertEquals(2, records.get(1).count());
    assertNull(records.get(2).count());
  }

  @Test
  void readsPpllavasConversationsAndLlavasRecords() throws IOException {
    List<QaRecord> records =
        read(
            """
            [{"video": "a.mp4", "QA": [{"i": "Be brief.", "q": "How many?", "a": "3"},
                                       {"q": "Of what?", "a": "squats"}]},
             {"id": "x", "image": "a.png", "model": "", "conversations": [
               {"from": "human", "value": "<image>\\nCount."}, {"from": "gpt", "value": "4."}]}]
            """);
    assertEquals("<video>\nBe brief.\nHow many?", records.get(0).conversation().get(0).value());
    assertEquals(2, records.get(0).exchanges().size());
    assertEquals("x", records.get(1).id());
    assertEquals(4, records.get(1).count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | line 1: this is no JSON array",
        "`[\n{\"video\":\"a.mp4\"}]` | line 2: the item has neither",
        "[3] | line 1: an item must be an object",
        "`[\n\n{\"QA\":{\"q\":\"?\",\"a_GT\":\"3\"}}]` | line 3: QA must hold the texts",
        "[{\"QA\":{\"q\":\"?\",\"a\":\"3\"}} | line 1: ",
        "[{\"video\":[1],\"QA\":{\"q\":\"?\",\"a\":\"3\"}}] | line 1: 'video' must be a path",
        "nonsense | line 1: not valid JSON",
      })
  void anythingElseIsToldWithItsLine(String json, String expected) {
    PeriodException e = assertThrows(PeriodException.class, () -> read(json));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(folder.resolve("mine.json") + ", " + expected), message);
  }
}
