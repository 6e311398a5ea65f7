package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader say the same about what a record is. */
class QaSchemaTest {
  private static final String TALK =
      "\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"}]";

  private final ObjectMapper mapper = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void writtenRecordsFollowTheSchema() throws IOException {
    Path file = folder.resolve("a.jsonl");
    try (QaWriter writer = new QaWriter(file)) {
      writer.write(QaRecords.full("a", "x.mp4", 4));
      writer.write(QaRecord.text("b", "q", "a", null));
      writer.write(QaRecords.signal("c", new SignalRef("s.wav", 8000, List.of("1")), 7));
      writer.complete();
    }
    SchemaValidator schema = SchemaValidator.ofRecords();
    for (String line : Files.readAllLines(file)) {
      assertEquals(List.of(), schema.problems(mapper.readTree(line)), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{" + TALK + "}",
        "{\"id\":\"a\"}",
        "{\"id\":1," + TALK + "}",
        "{\"id\":\"a\",\"cuont\":1," + TALK + "}",
        "{\"id\":\"a\",\"count\":-1," + TALK + "}",
        "{\"id\":\"a\",\"count\":1.5," + TALK + "}",
        "{\"id\":\"a\",\"start\":\"0\"," + TALK + "}",
        "{\"id\":\"a\",\"fps\":0," + TALK + "}",
        "{\"id\":\"a\",\"signal\":\"s.csv\"," + TALK + "}",
        "{\"id\":\"a\",\"rate_hz\":5," + TALK + "}",
        "{\"id\":\"a\",\"repetitions\":[[1]]," + TALK + "}",
        "{\"id\":\"a\",\"conversations\":[]}",
        "{\"id\":\"a\",\"conversations\":[{\"from\":\"me\",\"value\":\"\"},{}]}",
        "[]",
      })
  void whatTheSchemaForbidsTheReaderRefuses(String line) throws IOException {
    JsonNode json = mapper.readTree(line);
    assertFalse(SchemaValidator.ofRecords().problems(json).isEmpty());
    assertThrows(IllegalArgumentException.class, () -> QaJson.read(json));
  }
}
