package dev.period.data.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VideoQuestionsTest {
  private static final List<VideoQuestions> BOTH =
      List.of(VideoQuestions.TRAIN, VideoQuestions.HELD_OUT);

  private static final List<Intent> INTENTS = List.of(Intent.values());

  @Test
  void aRouteIsReadFromItsSentence() {
    SplittableRandom rng = new SplittableRandom(0);
    for (Intent intent : Intent.values()) {
      for (int count : new int[] {0, 1, 2, 17, 99}) {
        Route route = intent == Intent.NTH ? Route.nth(count + 1) : Route.of(intent);
        assertEquals(route, Route.of(route.sentence(rng, count)));
      }
    }
    assertEquals(Route.of(Intent.HEART), Route.of(HeartQuestions.answer(12)));
    for (String other :
        List.of(
            "A man does 12 push-ups.", "Of course.", "The heart of the town.", "The rate is 3.")) {
      assertEquals(Intent.COUNT, Route.of(other).intent());
    }
  }

  @Test
  void aSentenceForUsersIsKnownByItsBeginning() {
    SplittableRandom rng = new SplittableRandom(4);
    for (Intent intent : Intent.values()) {
      String sentence = new Route(intent, intent == Intent.NTH ? 3 : 0).sentence(rng, 8);
      assertEquals(
          intent == Intent.COUNT || intent == Intent.NONE, Route.spoken(sentence), sentence);
      assertFalse(Route.spoken(""));
      for (int end = 0; end < sentence.length(); end++) {
        assertTrue(Route.spoken(sentence) || !Route.spoken(sentence.substring(0, end)), sentence);
      }
    }
    assertFalse(Route.spoken(HeartQuestions.answer(12)));
  }

  @Test
  void theFirstNumberIsTheCount() {
    SplittableRandom rng = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      int count = i % 41;
      VideoQuestion asked = VideoQuestions.TRAIN.draw(rng, count);
      String first = asked.answer().replaceAll("^\\D*(\\d*).*$", "$1");
      assertEquals(asked.count() < 0 ? "" : String.valueOf(asked.count()), first, asked.answer());
      assertEquals(asked.route().intent().counts() ? count : -1, asked.count());
    }
  }

  @Test
  void mostQuestionsCountAndNoneIsMissing() {
    Map<Intent, Integer> drawn = new EnumMap<>(Intent.class);
    SplittableRandom rng = new SplittableRandom(2);
    for (int i = 0; i < 4000; i++) {
      drawn.merge(VideoQuestions.TRAIN.draw(rng, 3).route().intent(), 1, Integer::sum);
    }
    assertEquals(Set.of(Intent.values()), drawn.keySet());
    assertEquals(0.62, drawn.get(Intent.COUNT) / 4000.0, 0.05);
    assertEquals(0.08, drawn.get(Intent.NONE) / 4000.0, 0.03);
  }

  @Test
  void everyPlaceIsFilledAndTheNumberAskedForIsTheOneMeant() {
    SplittableRandom rng = new SplittableRandom(3);
    for (VideoQuestions questions : BOTH) {
      for (int i = 0; i < 2000; i++) {
        Intent intent = INTENTS.get(i % INTENTS.size());
        VideoQuestion asked = questions.draw(rng, intent, 5);
        assertFalse(asked.question().matches(".*[{}].*"), asked.question());
        String digits = asked.question().replaceAll("\\D", "");
        if (intent == Intent.NTH && !digits.isEmpty()) {
          assertEquals(String.valueOf(asked.route().nth()), digits, asked.question());
        }
      }
    }
  }

  @Test
  void whichRepetitionIsAskedForTellsNothingAboutTheirNumber() {
    for (int seed = 0; seed < 20; seed++) {
      VideoQuestion few = VideoQuestions.TRAIN.draw(new SplittableRandom(seed), Intent.NTH, 1);
      VideoQuestion many = VideoQuestions.TRAIN.draw(new SplittableRandom(seed), Intent.NTH, 40);
      assertEquals(few.question(), many.question());
    }
  }

  @Test
  void nothingHeldOutIsTrainedOn() {
    QuestionWords train = QuestionWords.read("questions-train.txt");
    QuestionWords held = QuestionWords.read("questions-heldout.txt");
    Set<String> known = new HashSet<>();
    for (Intent intent : Intent.values()) {
      known.addAll(train.templates(intent));
      assertTrue(held.templates(intent).size() >= 4, intent.name());
    }
    known.addAll(CountingQuestions.QUESTIONS);
    known.addAll(HeartQuestions.QUESTIONS);
    for (Intent intent : Intent.values()) {
      assertTrue(Collections.disjoint(known, held.templates(intent)), intent.name());
    }
    assertTrue(Collections.disjoint(first(train.actions()), first(held.actions())));
    assertTrue(Collections.disjoint(first(train.things()), first(held.things())));
    for (QuestionWords words : List.of(train, held)) {
      assertTrue(words.actions().stream().allMatch(action -> action.length == 4));
      assertTrue(words.who().stream().allMatch(who -> who.length == 4));
      assertTrue(words.things().stream().allMatch(thing -> thing.length == 2));
    }
  }

  private static List<String> first(List<String[]> entries) {
    return entries.stream().map(entry -> entry[0]).toList();
  }
}
