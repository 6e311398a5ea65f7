package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.period.data.text.Intent;
import dev.period.data.text.Route;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedWordsTest {
  private static final List<double[]> TWO = List.of(new double[] {1, 3.04}, new double[] {3.04, 5});

  private static String words(Route route, int count, List<double[]> repetitions) {
    return CountedWords.of("said", route, count, List.of(repetitions));
  }

  @Test
  void aPlainCountIsTheModelsOwnSentence() {
    assertEquals("said", words(Route.of(Intent.COUNT), 2, TWO));
  }

  @Test
  void eachIntentHasItsWords() {
    assertEquals(
        "There are 2 repetitions, about 30 per minute.", words(Route.of(Intent.RATE), 2, TWO));
    assertEquals(
        "There are 2 repetitions; the first starts at 1.0 s and ends at 3.0 s.",
        words(Route.nth(1), 2, TWO));
    assertEquals(
        "There are 2 repetitions; the last starts at 3.0 s and ends at 5.0 s.",
        words(Route.of(Intent.LAST), 2, TWO));
    assertEquals(
        "There are 2 repetitions, from 1.0 s to 5.0 s.", words(Route.of(Intent.ALL), 2, TWO));
  }

  @Test
  void setsHaveTheirOwnTimesAndNoPauses() {
    List<List<double[]>> sets =
        List.of(TWO, List.of(), List.of(new double[] {60, 62.04}), List.of(new double[] {90, 92}));
    assertEquals(
        "There are 4 repetitions: 2 from 1.0 s to 5.0 s, 1 from 60.0 s to 62.0 s and 1 from 90.0 s"
            + " to 92.0 s.",
        CountedWords.of("said", Route.of(Intent.ALL), 4, sets));
    assertEquals(
        "There are 4 repetitions, about 30 per minute.",
        CountedWords.of("said", Route.of(Intent.RATE), 4, sets));
    assertEquals(
        "There are 4 repetitions; the third starts at 60.0 s and ends at 62.0 s.",
        CountedWords.of("said", Route.nth(3), 4, sets));
    assertEquals(
        "There are 26 repetitions, from 1.0 s to 5.0 s.",
        CountedWords.of("said", Route.of(Intent.ALL), 26, Collections.nCopies(13, TWO)));
  }

  @Test
  void aPauseThatFellIntoARepetitionIsNoPartOfTheRate() {
    List<double[]> paused =
        List.of(
            new double[] {0, 1}, new double[] {1, 8}, new double[] {8, 9}, new double[] {9, 10});
    assertEquals(
        "There are 4 repetitions, about 60 per minute.", words(Route.of(Intent.RATE), 4, paused));
  }

  @Test
  void slowRatesKeepADecimal() {
    List<double[]> slow = List.of(new double[] {0, 16});
    assertEquals(
        "There is 1 repetition, about 3.8 per minute.", words(Route.of(Intent.RATE), 1, slow));
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertEquals("There are 2 repetitions; there is no third.", words(Route.nth(3), 2, TWO));
    assertEquals("There are 2 repetitions; there is no 21st.", words(Route.nth(21), 2, TWO));
    assertEquals("There are 0 repetitions.", words(Route.of(Intent.RATE), 0, List.of()));
    assertEquals("There are 0 repetitions.", words(Route.of(Intent.LAST), 0, List.of()));
    assertEquals(
        "There are 2 repetitions, but I cannot tell when.", words(Route.nth(1), 2, List.of()));
  }
}
