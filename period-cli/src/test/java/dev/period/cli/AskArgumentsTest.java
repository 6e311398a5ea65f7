package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.period.core.PeriodException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AskArgumentsTest {
  private static final Set<Path> FILES = Set.of(Path.of("a.mp4"), Path.of("b"), Path.of("-c.mp4"));

  private static AskArguments split(String... arguments) {
    return AskArguments.split(Arrays.asList(arguments), FILES::contains);
  }

  @Test
  void theLastArgumentIsTheQuestion() {
    AskArguments asked = split("a.mp4", "how many reps?");
    assertEquals(List.of(Path.of("a.mp4")), asked.videos());
    assertEquals("how many reps?", asked.question());
  }

  @Test
  void severalVideos() {
    AskArguments asked = split("a.mp4", "b", "how many?");
    assertEquals(List.of(Path.of("a.mp4"), Path.of("b")), asked.videos());
    assertEquals("how many?", asked.question());
  }

  @Test
  void oneArgumentIsAVideoWhateverItsName() {
    AskArguments asked = split("how many reps?");
    assertEquals(List.of(Path.of("how many reps?")), asked.videos());
    assertNull(asked.question());
  }

  @Test
  void existingFilesAreNotQuestions() {
    assertNull(split("a.mp4", "b").question());
  }

  @Test
  void aMisspeltVideoIsNotAQuestion() {
    assertNull(split("a.mp4", "missing.MP4").question());
    assertNull(split("a.mp4", "missing.CSV").question());
    assertEquals("what is in a.mp4?", split("a.mp4", "what is in a.mp4?").question());
    assertEquals("Is it fast.", split("a.mp4", "Is it fast.").question());
  }

  @Test
  void anEmptyQuestionIsAQuestion() {
    assertEquals("", split("a.mp4", "").question());
  }

  @Test
  void aNameThatNoFileCanHave() {
    PeriodException e = assertThrows(PeriodException.class, () -> split("a\0.mp4"));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
  }
}
