package dev.period.data.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextRepetitionTest {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  @Test
  void theAnswerHoldsTheCountAndNoOtherNumber() {
    for (SampleSource source : List.of(TextRepetition.train(), TextRepetition.heldOut())) {
      for (int i = 0; i < 300; i++) {
        Sample sample = source.sample(i);
        assertEquals(List.of(sample.count()), numbers(sample.answer()), sample.answer());
      }
    }
  }

  @Test
  void theQuotedTextContainsTheWordAsOftenAsCounted() {
    SplittableRandom rng = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      RepeatedText repeated = RepeatedText.sample(rng, WordList.TRAIN, 0.1);
      Matcher unit =
          Pattern.compile("(?<!\\w)" + repeated.unit() + "(?!\\w)").matcher(repeated.text());
      assertEquals(repeated.count(), unit.results().count(), repeated.toString());
    }
  }

  @Test
  void theDensitySumsToTheCountWithinTheQuotedRun() {
    int none = 0;
    int once = 0;
    for (int i = 0; i < 500; i++) {
      Sample sample = TextRepetition.train().sample(i);
      float[] density = Objects.requireNonNull(sample.density());
      assertEquals(sample.count(), sum(density), 1e-4f, sample.question());
      assertEquals(64, density.length);
      assertEquals(64, Objects.requireNonNull(sample.active()).length);
      assertNull(sample.visual());
      none += sample.count() == 0 ? 1 : 0;
      once += sample.count() == 1 ? 1 : 0;
    }
    assertTrue(none > 50 && none < 110, none + " samples of an absent word");
    assertTrue(once > 0 && once < 40, once + " samples of a single occurrence");
  }

  @Test
  void noHeldOutWordIsEverTrainedOn() {
    Set<String> train = new HashSet<>(TextRepetition.train().words());
    List<String> heldOut = TextRepetition.heldOut().words();
    assertTrue(train.size() > 1000, train.size() + " words to train with");
    assertTrue(heldOut.size() > 200, heldOut.size() + " words held out");
    assertTrue(heldOut.stream().noneMatch(train::contains));
    SplittableRandom rng = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      RepeatedText repeated = RepeatedText.sample(rng, WordList.TRAIN, 0.1);
      for (WordSequence.Word word : WordSequence.of(repeated.text()).words()) {
        assertTrue(WordList.TRAIN.holds(word.text()), word.text());
      }
    }
  }

  @Test
  void theSameIndexGivesTheSameSample() {
    Sample first = TextRepetition.train(5).sample(17);
    Sample second = TextRepetition.train(5).sample(17);
    assertEquals(first.question(), second.question());
    assertEquals(first.answer(), second.answer());
    assertArrayEquals(first.gram(), second.gram());
    assertNotEquals(first.question(), TextRepetition.train(6).sample(17).question());
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group()));
    }
    return numbers;
  }

  private static float sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
