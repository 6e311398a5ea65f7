package dev.period.infer.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCounterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "He did it twice. | 2",
        "Twenty-one squats, I think | 21",
        "Between 3 and 5 | 4",
        "1,200 steps | 1200",
        "about 7.6 | 8",
        "minus -3 | 0",
        "99999999999999 times | 1000000",
      })
  void aModelWithoutABeliefIsTakenAtItsWord(String answer, int count) {
    assertEquals(count, ModelCounter.stated(answer));
  }

  @Test
  void anAnswerWithoutANumberHasNone() {
    assertNull(ModelCounter.stated("I cannot tell."));
    assertNull(ModelCounter.stated(""));
  }
}
