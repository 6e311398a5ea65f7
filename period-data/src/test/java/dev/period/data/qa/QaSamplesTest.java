package dev.period.data.qa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.cache.FeatureCache;
import dev.period.core.periodicity.SimilarityMaps;
import dev.period.data.Sample;
import dev.period.data.text.TextQuestion;
import dev.period.data.text.TextRepetition;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QaSamplesTest {
  private static final VideoView VIEW = VideoView.middles(48, 32, 4);

  @TempDir Path folder;

  /** A bar that goes from left to right and back, {@code cycles} times in 4 seconds. */
  private Path bar(String name, int cycles) {
    int size = 64;
    int frames = 80;
    byte[] rgb = new byte[3 * size * size * frames];
    double[] times = new double[frames];
    for (int f = 0; f < frames; f++) {
      times[f] = f / 20.0;
      int left = (int) Math.round(24 - 24 * Math.cos(2 * Math.PI * cycles * f / frames));
      for (int y = 0; y < size; y++) {
        for (int x = left; x < left + 12; x++) {
          for (int c = 0; c < 3; c++) {
            rgb[3 * ((f * size + y) * size + x) + c] = (byte) 220;
          }
        }
      }
    }
    Path file = folder.resolve(name);
    VideoWriter.write(file, new FrameSequence(rgb, size, size, times, 4));
    return file;
  }

  private static double sum(float @Nullable [] values) {
    assertNotNull(values);
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void aTextIsSeenAsItWasWhenItWasMade() {
    TextRepetition source = TextRepetition.train(3);
    int compared = 0;
    for (int i = 0; i < 200; i++) {
      TextQuestion question = source.question(i);
      Sample made = source.sample(i);
      QaRecord record =
          QaRecord.text(question.id(), question.question(), question.answer(), question.count());
      Sample read = new QaSamples(folder, List.of(record), VIEW).sample(0);
      assertEquals(made.id(), read.id());
      assertEquals(made.question(), read.question());
      assertEquals(made.answer(), read.answer());
      assertEquals(made.count(), read.count());
      assertArrayEquals(made.gram(), read.gram());
      assertNull(read.visual());
      boolean fits = Math.abs(sum(made.density()) - made.count()) < 1e-3;
      if (made.count() >= 2 && fits) {
        assertArrayEquals(made.density(), read.density(), 1e-6f, question.question());
        assertArrayEquals(made.active(), read.active(), question.question());
        compared++;
      }
    }
    assertTrue(compared > 150, compared + " texts have their repetitions at known places");
  }

  @Test
  void aVideoIsReadWhenItIsAskedFor() throws IOException {
    bar("a.mp4", 6);
    QaRecord whole = QaRecords.video("w", "a.mp4", "How many?", "I count 6 repetitions.", 6);
    Sample sample = new QaSamples(folder, List.of(whole), VIEW).sample(0);

    assertEquals("How many?", sample.question());
    assertEquals(6, sample.count());
    assertNotNull(sample.gram());
    assertEquals(SimilarityMaps.NAMES.size() * 32 * 32, sample.gram().length);
    assertNotNull(sample.visual());
    assertEquals(4, sample.visual().frames());
    assertEquals(48, sample.visual().width());
    assertEquals(6, sum(sample.density()), 1e-4);
    assertEquals(16, sum(sample.active()), 1e-6);
    Files.delete(folder.resolve("a.mp4"));
    PeriodException e =
        assertThrows(
            PeriodException.class, () -> new QaSamples(folder, List.of(whole), VIEW).sample(0));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
  }

  @Test
  void largerPicturesComeFromASecondReading() {
    bar("a.mp4", 3);
    QaRecord record = QaRecords.video("w", "a.mp4", "How many?", "3", 3);
    Sample sample = new QaSamples(folder, List.of(record), VideoView.middles(56, 16, 2)).sample(0);
    assertNotNull(sample.visual());
    assertEquals(56, sample.visual().width());
    assertEquals(2, sample.visual().frames());
  }

  @Test
  void aVideoIsDecodedOnceForAllQuestionsAndEpochs() {
    bar("a.mp4", 6);
    QaRecord first = QaRecords.video("1", "a.mp4", "How many?", "I count 6 repetitions.", 6);
    QaRecord second = QaRecords.video("2", "a.mp4", "What is it?", "A bar.", 6);
    FeatureCache cache = new FeatureCache(folder.resolve("cache"), 1 << 24);
    List<QaRecord> records = List.of(first, second);
    QaSamples plain = new QaSamples(folder, records, VIEW);
    QaSamples cached = new QaSamples(folder, records, VIEW, cache);
    for (long i = 0; i < 6; i++) {
      Sample expected = plain.sample(i);
      Sample actual = cached.sample(i);
      assertArrayEquals(expected.gram(), actual.gram());
      assertArrayEquals(expected.visual().rgb(), actual.visual().rgb());
      assertArrayEquals(expected.density(), actual.density());
    }
    assertEquals(1, cache.misses());
    assertEquals(5, cache.hits());
  }

  @Test
  void knownTimesDecideWhenItRepeats() {
    bar("a.mp4", 3);
    QaRecord plain = QaRecords.video("w", "a.mp4", "How many?", "2", 2);
    QaRecord timed =
        new QaRecord(
            plain.id(),
            plain.video(),
            null,
            null,
            plain.conversation(),
            2,
            null,
            null,
            null,
            null,
            null,
            List.of(new Span(2, 3), new Span(3, 3.9)));
    Sample sample = new QaSamples(folder, List.of(timed), VIEW).sample(0);
    float[] density = sample.density();
    float[] active = sample.active();
    assertNotNull(density);
    assertNotNull(active);
    assertEquals(2, sum(density), 1e-4);
    for (int pair = 0; pair < 7; pair++) {
      assertEquals(0, density[pair]);
      assertEquals(0, active[pair]);
    }
    for (int pair = 9; pair < 15; pair++) {
      assertTrue(density[pair] > 0.2);
      assertEquals(1, active[pair]);
    }
  }

  @Test
  void aCountIsTakenOnlyWhereTheAnswerStatesItFirst() {
    bar("a.mp4", 3);
    for (var expected :
        List.of(
            List.of("I count 3.", 3),
            List.of("3", 3),
            List.of("In 4 seconds, 3 times.", -1),
            List.of("three times", -1),
            List.of("A bar moves.", -1))) {
      QaRecord record = QaRecords.video("w", "a.mp4", "?", (String) expected.get(0), 3);
      Sample sample = new QaSamples(folder, List.of(record), VIEW).sample(0);
      assertEquals(expected.get(1), sample.count(), String.valueOf(expected.get(0)));
    }
  }

  @Test
  void aSignalIsSeenAsSequenceAndAsPictures() throws IOException {
    StringBuilder csv = new StringBuilder("time,ppg\n");
    for (int i = 0; i < 500; i++) {
      csv.append(i / 50.0).append(',').append(Math.sin(2 * Math.PI * 0.8 * i / 50)).append('\n');
    }
    Files.writeString(folder.resolve("s.csv"), csv);
    QaRecord record = QaRecords.signal("s", new SignalRef("s.csv", 50, List.of("ppg")), 8);
    Sample sample = new QaSamples(folder, List.of(record), VIEW).sample(0);
    assertEquals(8, sample.count());
    assertNotNull(sample.gram());
    assertEquals(SimilarityMaps.NAMES.size() * 32 * 32, sample.gram().length);
    assertNotNull(sample.visual());
    assertEquals(4, sample.visual().frames());
    assertEquals(8, sum(sample.density()), 1e-4);
  }

  @Test
  void eachQuestionOfAConversationIsASample() {
    QaRecord record =
        new QaRecord(
            "talk",
            null,
            null,
            null,
            List.of(
                Message.human("How often \"la\"? \"la la\""),
                Message.gpt("2 times."),
                Message.human("Sure?"),
                Message.gpt("Yes.")),
            2,
            null,
            null,
            null,
            null,
            null,
            List.of());
    QaSamples samples = new QaSamples(folder, List.of(record), VIEW);
    assertEquals(2, samples.size());
    assertEquals("talk#0", samples.sample(0).id());
    assertEquals("Sure?", samples.sample(1).question());
    assertEquals("talk#0", samples.sample(2).id());
  }

  @Test
  void anEmptyFileIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve("a.jsonl"), "\n");
    PeriodException e = assertThrows(PeriodException.class, () -> QaSamples.of(file, VIEW));
    assertTrue(String.valueOf(e.getMessage()).endsWith("holds no records"));
  }
}
