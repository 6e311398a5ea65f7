package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.data.signal.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalAskTest {
  @TempDir private static Path shared;
  private static Period period;

  @BeforeAll
  static void load() throws java.io.IOException {
    Path model = TinyModel.counting(Files.createDirectory(shared.resolve("tiny")));
    period = Period.load(model, new PeriodOptions("cpu", "fp32", 1));
  }

  @AfterAll
  static void close() {
    period.close();
  }

  private static Signal wave(double seconds) {
    double[][] values = new double[(int) (seconds * 20)][1];
    for (int t = 0; t < values.length; t++) {
      values[t][0] = Math.sin(0.4 * t);
    }
    return new Signal(values, 20, List.of("wave"));
  }

  @Test
  void whatIsCountedDecidesHowMuchIsLookedAt() {
    assertEquals(SignalQuantity.BEATS, SignalQuantity.of("How many beats?"));
    assertEquals(SignalQuantity.BEATS, SignalQuantity.of("what is the heart rate"));
    assertEquals(SignalQuantity.BEATS, SignalQuantity.of("heartbeats"));
    assertEquals(SignalQuantity.BREATHS, SignalQuantity.of("how often does she breathe?"));
    assertEquals(SignalQuantity.OTHER, SignalQuantity.of("how many reps of beaten eggs?"));
    assertEquals(2, SignalQuantity.BEATS.windows(wave(30)).size());
    assertEquals(1, SignalQuantity.BREATHS.windows(wave(30)).size());
    List<Signal> windows = SignalQuantity.BEATS.windows(wave(31));
    assertEquals(3, windows.size());
    assertEquals(620, windows.stream().mapToInt(Signal::steps).sum());
  }

  @Test
  void aLongSignalIsAddedUp() {
    Answer answer = period.ask(wave(40), "How many beats?", AskOptions.defaults());
    Integer count = answer.count();
    assertNotNull(count);
    assertTrue(answer.answer().startsWith((count == 1 ? "There is " : "There are ") + count));
    assertEquals(40, answer.videoSeconds());
    assertEquals(3 * TinyModel.SLOTS, answer.frames());
    assertEquals("tiny", answer.model());
    assertEquals(count.intValue(), answer.repetitions().size());
    double before = 0;
    for (double[] repetition : answer.repetitions()) {
      assertTrue(repetition[0] >= before - 1e-9 && repetition[1] > repetition[0]);
      before = repetition[1];
    }
    assertTrue(before <= 40);
    if (count > 0) {
      assertEquals(count * 60 / 40.0, assertNotNullOf(answer.heartRateBpm()), 0.5 * 60 / 40.0);
      assertTrue(answer.answer().contains(" a minute."), answer.answer());
    }
  }

  @Test
  void beatsThatAreCountedInNoiseAreNotSure() {
    Path nano = Path.of("..", "models", "nano");
    SplittableRandom random = new SplittableRandom(4);
    double[][] noise = new double[6000][1];
    double[][] beats = new double[6000][1];
    for (int t = 0; t < noise.length; t++) {
      noise[t][0] = random.nextGaussian();
      beats[t][0] = Math.sin(2 * Math.PI * 1.1 * t / 100);
    }
    try (Period bundled = Period.load(nano, new PeriodOptions("cpu", "fp32", 1))) {
      String question = "how many beats?";
      Signal nothing = new Signal(noise, 100, List.of("ppg"));
      assertFalse(bundled.ask(nothing, question, AskOptions.defaults()).confident());
      Signal heart = new Signal(beats, 100, List.of("ppg"));
      Answer answer = bundled.ask(heart, question, AskOptions.defaults());
      assertTrue(answer.confident());
      assertEquals(66, assertNotNullOf(answer.heartRateBpm()), 2);
    }
  }

  @Test
  void aSlowSignalHasNoMoreWindowsThanSteps() {
    Signal slow = new Signal(new double[][] {{1}, {2}, {1}}, 0.01, List.of("level"));
    List<Signal> windows = SignalQuantity.BEATS.windows(slow);
    assertEquals(List.of(1, 1, 1), windows.stream().map(Signal::steps).toList());
    Answer answer = period.ask(slow, "How many beats?", AskOptions.defaults());
    assertEquals(300, answer.videoSeconds(), 1e-9);
  }

  private static double assertNotNullOf(@org.jspecify.annotations.Nullable Double value) {
    assertNotNull(value);
    return value;
  }

  @Test
  void aRateBelongsToBeatsOnly() {
    assertNull(period.ask(wave(20), "how many swings?", AskOptions.defaults()).heartRateBpm());
  }

  @Test
  void timesAreThoseOfTheSignal() {
    AskOptions later = AskOptions.defaults().withPart(10.0, 20.0);
    Answer answer = period.ask(wave(40), "how many swings?", later);
    assertEquals(10, answer.videoSeconds());
    for (double[] repetition : answer.repetitions()) {
      assertTrue(repetition[0] >= 10 && repetition[1] <= 20);
    }
    List<String> heard = new ArrayList<>();
    period.ask(wave(40), "how many swings?", later.withStream(heard::add));
    assertArrayEquals(new Object[] {answer.answer()}, heard.toArray());
  }

  /** Words change with the seed, also those about a signal. */
  @Test
  void wordsAreDrawnAsAsked() {
    Set<String> heard = new HashSet<>();
    AskOptions hot = AskOptions.defaults().withSampling(1.5, null, null);
    for (int seed = 0; seed < 12; seed++) {
      heard.add(period.ask(wave(20), "how many swings?", hot.withSeed(seed)).answer());
    }
    assertTrue(heard.size() > 1, heard::toString);
  }

  @Test
  void whatASignalDoesNotHave() {
    for (AskOptions options :
        List.of(
            AskOptions.defaults().withFrames(8),
            AskOptions.defaults().withPlot(Path.of("a.png")),
            AskOptions.defaults().withSampling(-1.0, null, null),
            AskOptions.defaults().withSampling(null, null, 7.0),
            AskOptions.defaults().withPart(50.0, null),
            AskOptions.defaults().withPart(1.01, 1.02))) {
      PeriodException e =
          assertThrows(
              PeriodException.class, () -> period.ask(wave(40), "how many swings?", options));
      assertEquals(PeriodException.Kind.USAGE, e.kind());
    }
    assertThrows(PeriodException.class, () -> period.ask(wave(40), " ", AskOptions.defaults()));
  }
}
