package dev.period.infer.preference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.data.qa.Message;
import dev.period.data.qa.PreferenceFile;
import dev.period.data.qa.PreferencePair;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaWriter;
import dev.period.infer.AskOptions;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import dev.period.infer.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferenceMakerTest {
  @TempDir Path folder;

  /** What the listener heard. */
  private final List<String> heard = new ArrayList<>();

  private final PreferenceMaker.Listener listener =
      new PreferenceMaker.Listener() {
        @Override
        public void asked(int asked, int all, int pairs) {
          heard.add(asked + "/" + all + " " + pairs);
        }

        @Override
        public void leftOut(String id, String reason) {
          heard.add(id + ": " + reason);
        }
      };

  /** Questions with the count 8, of which those without a pair are noted. */
  private record Eights(Path video, int size, List<String> unused) implements CountedQuestions {
    @Override
    public CountedQuestion get(int index) {
      return new CountedQuestion("q" + index, video, 1.0, 2.0, "How many?", 8);
    }

    @Override
    public void unused(CountedQuestion question) {
      unused.add(question.id());
    }
  }

  @Test
  void theNearerAnswerIsBetter() throws IOException {
    Path video = Files.createFile(Files.createDirectory(folder.resolve("videos")).resolve("v.mp4"));
    List<List<String>> drawn =
        List.of(
            List.of("Eleven.", "I count 7."),
            List.of("There are 7.", "There are 9."), // both off by one
            List.of("8", "Many."),
            List.of("8 times", "12 times"));
    Eights questions = new Eights(video, 5, new ArrayList<>());
    Set<Long> seeds = new TreeSet<>();
    PreferenceMaker.Answers answers =
        (question, seed) -> {
          seeds.add(seed);
          int index = question.id().charAt(1) - '0';
          if (index == 4) {
            throw new PeriodException(PeriodException.Kind.INPUT, "broken");
          }
          return drawn.get(index);
        };
    Path file = folder.resolve("qa/pairs.jsonl");
    PreferenceMaker.Tally tally = new PreferenceMaker(answers, 1).make(questions, file, listener);
    assertEquals(new PreferenceMaker.Tally(2, 1, 1, 1), tally);
    String path = "../videos/v.mp4";
    assertEquals(
        List.of(
            new PreferencePair("q0", path, 1.0, 2.0, "How many?", "I count 7.", "Eleven.", 8),
            new PreferencePair("q3", path, 1.0, 2.0, "How many?", "8 times", "12 times", 8)),
        PreferenceFile.read(file));
    assertEquals(List.of("q1", "q2", "q4"), questions.unused);
    assertEquals(List.of("1/5 1", "2/5 1", "3/5 1", "4/5 2", "q4: broken", "5/5 2"), heard);
    assertEquals(5, seeds.size());
  }

  @Test
  void aQuestionThatCannotBeAskedIsLeftOut() throws IOException {
    Files.createFile(folder.resolve("there.mp4"));
    Path file = folder.resolve("qa.jsonl");
    try (QaWriter writer = new QaWriter(file)) {
      writer.write(record("endless", "there.mp4", 3, "why? ".repeat(20_000), "3"));
      writer.write(record("counted", "there.mp4", 3, "How many?", "There are three."));
      writer.complete();
    }
    RecordQuestions questions = RecordQuestions.of(List.of(file), Integer.MAX_VALUE);
    Path model = TinyModel.counting(Files.createDirectory(folder.resolve("tiny")));
    try (Period period = Period.load(model, new PeriodOptions("cpu", "fp32", 1))) {
      PreferenceMaker.Answers answers =
          (question, seed) ->
              question.question().equals("How many?")
                  ? List.of("3", "4")
                  : period.draw(question.video(), question.question(), 2, AskOptions.defaults());
      PreferenceMaker.Tally tally =
          new PreferenceMaker(answers, 1).make(questions, folder.resolve("pairs.jsonl"), listener);
      assertEquals(new PreferenceMaker.Tally(1, 0, 0, 1), tally);
    }
  }

  @Test
  void noPairIsSaid() throws IOException {
    Eights questions = new Eights(Files.createFile(folder.resolve("v.mp4")), 2, new ArrayList<>());
    PreferenceMaker maker = new PreferenceMaker((question, seed) -> List.of("8", "8"), 1);
    Path file = folder.resolve("pairs.jsonl");
    PeriodException e =
        assertThrows(PeriodException.class, () -> maker.make(questions, file, listener));
    assertTrue(e.getMessage().contains("2 questions (2 ties"), e.getMessage());
    assertFalse(Files.exists(file));
  }

  @Test
  void onlyCountsInVideosAreAskedAbout() throws IOException {
    Files.createFile(folder.resolve("there.mp4"));
    Path file = folder.resolve("qa.jsonl");
    try (QaWriter writer = new QaWriter(file)) {
      writer.write(QaRecord.text("text", "How often is a in a a?", "2", 2));
      writer.write(record("gone", "gone.mp4", 3, "How many?", "3"));
      writer.write(record("uncounted", "there.mp4", null, "How many?", "3"));
      writer.write(record("counted", "there.mp4", 3, "How many?", "There are three."));
      writer.write(record("named", "there.mp4", 3, "What is it?", "A squat."));
      writer.write(record("more", "there.mp4", 4, "How often?", "4"));
      writer.complete();
    }
    RecordQuestions all = RecordQuestions.of(List.of(file), Integer.MAX_VALUE);
    assertEquals(2, all.size());
    assertEquals("How many?", all.get(0).question());
    assertEquals(folder.resolve("there.mp4"), all.get(0).video());
    assertEquals(3, all.get(0).count());
    assertEquals("How often?", all.get(1).question());
    assertEquals(1, RecordQuestions.of(List.of(file), 1).size());
    try (QaWriter writer = new QaWriter(file)) {
      writer.write(QaRecord.text("text", "How often is a in a a?", "2", 2));
      writer.complete();
    }
    PeriodException e =
        assertThrows(PeriodException.class, () -> RecordQuestions.of(List.of(file), 1));
    assertTrue(e.getMessage().contains("needs a video and its count"), e.getMessage());
  }

  private static QaRecord record(
      String id, String video, @Nullable Integer count, String question, String answer) {
    return new QaRecord(
        id,
        video,
        null,
        null,
        List.of(Message.human("<video>\n" + question), Message.gpt(answer)),
        count,
        null,
        null,
        null,
        null,
        null,
        List.of());
  }

  /** A model that answers by chance, and clips that are made on the way. */
  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    Path model = TinyModel.counting(Files.createDirectory(folder.resolve("tiny")));
    try (Period period = Period.load(model, new PeriodOptions("cpu", "fp32", 1))) {
      Path first = folder.resolve("first/pairs.jsonl");
      make(period, 1, first);
      Path again = folder.resolve("again/pairs.jsonl");
      make(period, 1, again);
      assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(again));
      Path other = folder.resolve("other/pairs.jsonl");
      make(period, 2, other);
      assertNotEquals(Files.readString(first), Files.readString(other));
      Set<String> used =
          PreferenceFile.read(first).stream()
              .map(PreferencePair::video)
              .collect(Collectors.toCollection(TreeSet::new));
      try (Stream<Path> clips = Files.list(folder.resolve("first/clips"))) {
        assertEquals(
            used,
            clips
                .map(clip -> "clips/" + clip.getFileName())
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }

  private void make(Period period, long seed, Path file) {
    AskOptions drawn = AskOptions.defaults().withSampling(1.0, 0, 1.0);
    PreferenceMaker.Answers answers =
        (question, own) ->
            period.draw(question.video(), question.question(), 2, drawn.withSeed(own));
    CountedQuestions questions = new SyntheticQuestions(file.resolveSibling("clips"), seed, 4);
    PreferenceMaker.Tally unused =
        new PreferenceMaker(answers, seed).make(questions, file, listener);
  }
}
