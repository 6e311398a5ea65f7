package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.data.rppg.RegionRule;
import dev.period.data.rppg.VideoTrace;
import dev.period.data.signal.Signal;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the sentences in which a model says what was asked. */
class RoutedAnswerTest {
  private static final FrameSequence VIDEO = blushing();

  @TempDir private Path folder;

  /** Five seconds of a round whose colour changes twice a second, as that of skin does. */
  private static FrameSequence blushing() {
    FrameSequence round = TestVideo.frames(48, 48, 100, 0.5);
    byte[] rgb = round.rgb();
    double[] times = new double[100];
    for (int i = 0; i < rgb.length; i++) {
      int frame = i / (3 * 48 * 48);
      times[frame] = frame / 20.0;
      double pulse = 5 * Math.sin(4 * Math.PI * times[frame] + i % 3);
      rgb[i] = (byte) (rgb[i] == 0 ? 190 - 40 * (i % 3) + pulse : 220);
    }
    return new FrameSequence(rgb, 48, 48, times, 5);
  }

  /** Asks a model that says {@code sentence}; what is streamed is the answer. */
  private Answer ask(String sentence) {
    StringBuilder heard = new StringBuilder();
    Answer answer;
    try (Period period = saying(sentence)) {
      answer = period.ask(VIDEO, "?", AskOptions.defaults().withStream(heard::append));
    }
    assertEquals(answer.answer(), heard.toString());
    return answer;
  }

  private Period saying(String sentence) {
    return Period.load(TinyModel.saying(folder, sentence), new PeriodOptions("cpu", "fp32", 1));
  }

  @Test
  void aCountIsSaidAsItIs() {
    Answer answer = ask("There are 4 repetitions.");
    assertEquals("There are 4 repetitions.", answer.answer());
    assertEquals(4, answer.count());
  }

  @Test
  void whateverIsAskedAboutRepetitionsTheyAreAsMany() {
    Path nano = Path.of("..", "models", "nano");
    Path video = Path.of("..", "docs", "samples", "jumping-jacks.mp4");
    try (Period period = Period.load(nano, new PeriodOptions("cpu", "fp32", 1))) {
      Answer plain = period.ask(video, "how many reps?", AskOptions.defaults());
      for (String question :
          List.of("how fast is he jumping?", "when does the third one start?", "when does he?")) {
        Answer more = period.ask(video, question, AskOptions.defaults());
        assertTrue(more.answer().startsWith("There are " + plain.count() + " repetitions"));
        assertTrue(more.answer().length() > plain.answer().length(), more.answer());
        assertEquals(plain.count(), more.count());
        assertEquals(plain.countHigh(), more.countHigh());
      }
    }
  }

  @Test
  void setsAreCountedWhateverIsAskedAboutThem() {
    try (Period period = saying("The rate of 4 repetitions is meant.")) {
      Answer answer = period.ask(twoShots(), "how fast?", AskOptions.defaults());
      assertEquals(8, answer.count());
      List<double[]> times = answer.repetitions();
      double seconds = times.get(3)[1] - times.get(0)[0] + times.get(7)[1] - times.get(4)[0];
      assertEquals(
          "There are 8 repetitions, about %.0f per minute.".formatted(8 * 60 / seconds),
          answer.answer());
    }
  }

  private static FrameSequence twoShots() {
    FrameSequence one = TestVideo.frames(48, 48, 80, 0.05);
    byte[] rgb = one.rgb();
    for (int i = rgb.length / 2; i < rgb.length; i++) {
      rgb[i] = (byte) (rgb[i] == 0 ? 5 * (i / 3 % 48) : 0);
    }
    return one;
  }

  @Test
  void shotsAreCountedEachOnItsOwn() throws IOException {
    try (Period period = saying("There are 4 repetitions.")) {
      Path page = folder.resolve("plot.html");
      Answer answer =
          period.ask(twoShots(), "how many reps?", AskOptions.defaults().withPlot(page));
      assertTrue(Files.readString(page).contains(answer.answer()));
      assertEquals("There are 8 repetitions: 4 and 4 in two sets.", answer.answer());
      assertEquals(8, answer.count());
      assertEquals(4, answer.repetitions().get(4)[0], 0.2);
    }
  }

  @Test
  void whatStandsStillFirstIsNotLookedAt() {
    FrameSequence video = TestVideo.frames(48, 48, 80, 0.05);
    int frame = 3 * 48 * 48;
    for (int t = 0; t < 30; t++) {
      System.arraycopy(video.rgb(), 30 * frame, video.rgb(), t * frame, frame);
    }
    try (Period period = saying("The action is repeated 4 times.")) {
      Answer answer = period.ask(video, "how many reps?", AskOptions.defaults());
      assertEquals("The action is repeated 4 times.", answer.answer());
      assertEquals(4, answer.count());
      assertEquals(video.durationSeconds(), answer.videoSeconds(), 1e-9);
      double still = video.timesSeconds()[30];
      assertTrue(answer.repetitions().get(0)[0] >= still - 1e-9);
    }
  }

  @Test
  void aLongVideoThatDoesNotSayItsLengthOrSaysLessIsCountedSetBySet() throws IOException {
    Path untold = TestVideo.write(folder.resolve("untold.h264"), 1000, 0.3);
    Path wrong = TestVideo.write(folder.resolve("wrong.mp4"), 400, 0.3);
    byte[] bytes = Files.readAllBytes(wrong);
    int duration = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdhd") + 20;
    ByteBuffer.wrap(bytes).putInt(duration, ByteBuffer.wrap(bytes).getInt(duration) / 10);
    Files.write(wrong, bytes);
    VideoLimits limits = VideoLimits.defaults();
    assertTrue(Double.isNaN(VideoReader.info(untold, limits).durationSeconds()));
    assertEquals(4, VideoReader.info(wrong, limits).durationSeconds(), 0.1);
    try (Period period = saying("There are 4 repetitions.")) {
      for (Path video : List.of(untold, wrong)) {
        Answer answer = period.ask(video, "how many reps?", AskOptions.defaults());
        assertEquals(40, answer.videoSeconds(), 0.1);
        assertTrue(answer.frames() >= 400, answer.frames() + " frames of " + video);
      }
    }
  }

  @Test
  void aRateIsWorkedOutFromTheCountAndTheTimes() {
    Answer answer = ask("The rate of 4 repetitions is meant.");
    double seconds = answer.repetitions().get(3)[1] - answer.repetitions().get(0)[0];
    assertEquals(
        "There are 4 repetitions, about %.0f per minute.".formatted(4 * 60 / seconds),
        answer.answer());
    assertEquals(4, answer.count());
    assertTrue(answer.confident());
    assertNull(answer.heartRateBpm());
  }

  @Test
  void oneRepetitionIsToldWithItsTimes() {
    Answer answer = ask("Of 4 repetitions, the last is meant.");
    double[] last = answer.repetitions().get(3);
    assertEquals(
        "There are 4 repetitions; the last starts at %.1f s and ends at %.1f s."
            .formatted(last[0], last[1]),
        answer.answer());
    assertEquals(4, answer.count());
  }

  @Test
  void beatsAreCountedInASecondLook() {
    Answer answer = ask("The heart beats 10 times.");
    assertNull(answer.count());
    assertTrue(answer.repetitions().isEmpty());
    Double bpm = answer.heartRateBpm();
    assertNotNull(bpm);
    assertEquals(10 * 60 / 4.95, bpm, 3);
    assertEquals(60 / bpm, answer.periodSeconds(), 1e-9);
    assertEquals("The heart rate is about %.0f bpm.".formatted(bpm), answer.answer());
    assertTrue(answer.confident());
  }

  @Test
  void whatIsWrongWithTheSecondLookIsSaid() throws IOException {
    Path file = folder.resolve("broken.mp4");
    VideoWriter.write(file, VIDEO);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 1000, (byte) 0x55);
    Files.write(file, bytes);
    List<String> warnings =
        VideoTrace.read(file, RegionRule.SKIN, 0, 4.82, VideoLimits.defaults()).warnings();
    assertEquals(1, warnings.size());
    try (Period period = saying("The heart beats 6 times.")) {
      Answer answer = period.ask(file, "?", AskOptions.defaults().withPart(0.0, 4.82));
      assertEquals(2, answer.warnings().size(), answer.warnings().toString());
      assertEquals(warnings, answer.warnings().subList(1, 2));
    }
  }

  @Test
  void whereNoBeatsAreSeenOrOthersThanPosSeesThereIsNoRate() {
    for (String sentence :
        List.of(
            "The heart rate is meant.", "The heart beats 0 times.", "The heart beats 6 times.")) {
      Answer answer = ask(sentence);
      assertEquals("I see no reliable pulse.", answer.answer());
      assertNull(answer.count());
      assertNull(answer.countHigh());
      assertNull(answer.heartRateBpm());
      assertNull(answer.periodSeconds());
      assertFalse(answer.confident());
    }
  }

  @Test
  void aSignalIsAnsweredTheSameWay() {
    double[][] wave = new double[200][1];
    for (int t = 0; t < wave.length; t++) {
      wave[t][0] = Math.sin(0.4 * t);
    }
    Signal signal = new Signal(wave, 20, List.of("wave"));
    List<String> answers = new ArrayList<>();
    for (String sentence :
        List.of("The rate of 4 repetitions is meant.", "The heart rate is meant.")) {
      try (Period period = saying(sentence)) {
        answers.add(period.ask(signal, "how?", AskOptions.defaults()).answer());
      }
    }
    assertTrue(answers.get(0).matches("There are 4 repetitions, about \\d+ per minute\\."));
    assertEquals("I see no reliable pulse.", answers.get(1));
  }
}
