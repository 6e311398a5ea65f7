package dev.period.infer.baselines;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordRouterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How many reps? | COUNT",
        "how often does he jump? | COUNT",
        "How fast is she skipping? | RATE",
        "How many squats per minute? | RATE",
        "When does the last one end? | LAST",
        "When does he jump? | ALL",
        "What is the heart rate? | HEART",
        "Is the car red? | NONE",
      })
  void aWordTellsWhatIsWanted(String question, Intent intent) {
    assertEquals(Route.of(intent), KeywordRouter.of(question));
  }

  @Test
  void theNumberOfARepetitionIsReadInWordsAndDigits() {
    assertEquals(Route.nth(3), KeywordRouter.of("When does the third one start?"));
    assertEquals(Route.nth(2), KeywordRouter.of("At which second does the second one start?"));
    assertEquals(Route.nth(21), KeywordRouter.of("when does the 21st rep end"));
    assertEquals(Route.nth(7), KeywordRouter.of("When does number 7 start?"));
    assertEquals(Route.of(Intent.NONE), KeywordRouter.of("What did the third one cost?"));
  }
}
