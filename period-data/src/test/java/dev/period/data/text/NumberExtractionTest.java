package dev.period.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberExtractionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The person did 12 push-ups. | 12 | 12",
        "He jumped twelve times | 12 | 12",
        "Twenty-one times | 21 | 21",
        "thirty two | 32 | 32",
        "sixteen, not six | 16 | 16",
        "one hundred | 100 | 100",
        "a hundred and five beats | 105 | 105",
        "two hundred forty-three | 243 | 243",
        "zero repetitions | 0 | 0",
        "She did it twice. | 2 | 2",
        "thrice | 3 | 3",
        "about two dozen | 24 | 24",
        "a dozen | 12 | 12",
        "105 beats | 105 | 105",
        "1,200 steps | 1200 | 1200",
        "1,234,567.5 | 1234567.5 | 1234567.5",
        "3.7 reps | 3.7 | 3.7",
        ".5 Hz | 0.5 | 0.5",
        "about -5 | -5 | -5",
        "The count is 007 | 7 | 7",
        "There are 3 or 4 repetitions | 3 | 4",
        "3-4 | 3 | 4",
        "12 – 15 reps | 12 | 15",
        "three to four | 3 | 4",
        "between 3 and 5 times | 3 | 5",
        "2 squats and 5 jumps | 2 | 2",
        "The one on the left did 8 | 8 | 8",
        "once he began he did five | 5 | 5",
        "just one | 1 | 1",
        "the 5th clip has 9 | 9 | 9",
        "clip.mp4 shows 6 | 6 | 6",
        "Answer: 10. | 10 | 10",
      })
  void readsTheNumberThatIsStated(String answer, double low, double high) {
    assertEquals(
        new NumberExtraction.Stated(low, high), NumberExtraction.find(answer).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no number here", "someone weighing tons", "the 3rd", "mp4"})
  void textWithoutNumbersHasNone(String answer) {
    assertTrue(NumberExtraction.find(answer).isEmpty());
  }

  @Test
  void digitsWithoutEndAreNoNumber() {
    assertTrue(NumberExtraction.find("9".repeat(5000)).isEmpty());
  }

  @Test
  void theMiddleOfARangeIsItsValue() {
    assertEquals(3.5, NumberExtraction.find("3 or 4").orElseThrow().value(), 0);
  }

  @Test
  void readsAsPeriodLlmDid() throws IOException {
    JsonNode reference;
    try (InputStream file = getClass().getResourceAsStream("period_llm_numbers.json")) {
      reference = new ObjectMapper().readTree(file);
    }
    assertTrue(reference.size() > 10);
    for (JsonNode item : reference) {
      String text = item.get("text").asText();
      int expected = item.get("released_code_number").asInt();
      assertEquals(expected, NumberExtraction.periodLlm(text), text);
    }
    assertEquals(1, NumberExtraction.periodLlm("1,200"));
    assertEquals(72, NumberExtraction.periodLlm("72.5"));
  }
}
