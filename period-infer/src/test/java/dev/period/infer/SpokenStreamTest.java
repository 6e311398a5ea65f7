package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpokenStreamTest {
  private final List<String> heard = new ArrayList<>();
  private final SpokenStream stream = new SpokenStream(heard::add);

  private void say(String... pieces) {
    List.of(pieces).forEach(stream);
  }

  @Test
  void wordsForUsersPassOnAsSoonAsTheyAreKnownToBe() {
    say("The", " action", " is repeated 4 times.");
    stream.finish("The action is repeated 4 times. I am not sure.");
    assertEquals(List.of("The action", " is repeated 4 times.", " I am not sure."), heard);
  }

  @Test
  void aSentenceThatOnlySaysWhatWasAskedIsReplaced() {
    say("The", " rate of 4", " repetitions is meant.");
    assertEquals(List.of(), heard);
    stream.finish("There are 4 repetitions, about 20 per minute.");
    assertEquals(List.of("There are 4 repetitions, about 20 per minute."), heard);
  }

  @Test
  void aShortAnswerIsNotLost() {
    say("Of");
    stream.finish("Of");
    assertEquals(List.of("Of"), heard);
  }
}
