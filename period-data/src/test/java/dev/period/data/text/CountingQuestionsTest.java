package dev.period.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CountingQuestionsTest {
  @Test
  void theOnlyNumberOfAnAnswerIsTheCount() {
    SplittableRandom rng = new SplittableRandom(0);
    for (int count = 0; count < 300; count++) {
      String answer = CountingQuestions.answer(rng, count);
      assertEquals(String.valueOf(count), answer.replaceAll("\\D", ""), answer);
      assertFalse(count == 1 && (answer.contains("1 times") || answer.contains("1 repetitions")));
    }
  }

  @Test
  void thereAreManyQuestionsAndFewAnswers() {
    assertTrue(Set.copyOf(CountingQuestions.QUESTIONS).size() >= 12);
    Set<String> answers = new HashSet<>();
    SplittableRandom rng = new SplittableRandom(0);
    for (int i = 0; i < 200; i++) {
      answers.add(CountingQuestions.answer(rng, 7));
    }
    assertEquals(3, answers.size());
  }
}
