package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final EvalItem ITEM = new EvalItem("clip-3", null, "?", "squat", 4);

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Outcome.Scored outcome =
        new Outcome.Scored(ITEM, SlowEvaluation.answer(ITEM), Map.of("pca_spectrum", 7));
    JsonNode line = MAPPER.readTree(MAPPER.writeValueAsString(OutcomeJson.line(outcome, "key")));
    assertEquals("key", line.get("run").asText());
    Outcome.Scored read = OutcomeJson.read(line, ITEM);
    assertNotNull(read);
    assertEquals(
        MAPPER.writeValueAsString(OutcomeJson.line(outcome, "key")),
        MAPPER.writeValueAsString(OutcomeJson.line(read, "key")));
    ClipCurve curve = read.prediction().curve();
    assertNotNull(curve);
    assertArrayEquals(new double[] {0.25, 1.0 / 3}, curve.density(), 0);
    assertArrayEquals(new double[] {0, 1.5}, curve.repetitions().get(0), 0);
  }

  @Test
  void silenceIsKept() throws IOException {
    Prediction silent = new Prediction("No.", null, null, null, false, null);
    Outcome.Scored outcome = new Outcome.Scored(ITEM, silent, Map.of());
    JsonNode line = MAPPER.readTree(MAPPER.writeValueAsString(OutcomeJson.line(outcome, "key")));
    Outcome.Scored read = OutcomeJson.read(line, ITEM);
    assertNotNull(read);
    assertEquals(silent, read.prediction());
  }

  @Test
  void linesWithoutAnAnswerAreNothing() throws IOException {
    for (String line : List.of("{}", "{\"skipped\":\"gone\"}", "{\"answer\":3,\"confident\":1}")) {
      assertNull(OutcomeJson.read(MAPPER.readTree(line), ITEM), line);
    }
  }
}
