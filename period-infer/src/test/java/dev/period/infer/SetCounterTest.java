package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SetCounterTest {
  private static final int PAIRS = 64;
  private static final int SIDE = 2;
  private static final int SLOTS = 128;

  /**
   * A model that is always right about repetitions known beforehand: it says which of them lie in
   * the frames that it is shown.
   */
  private static Function<FrameSequence, WindowLook> model(List<double[]> truth) {
    return frames -> {
      double[] times = frames.timesSeconds();
      double first = times[0];
      double last = times[times.length - 1];
      double[] known = SetAnswer.density(truth, first, last, PAIRS);
      float[] density = new float[PAIRS];
      double sum = 0;
      for (int i = 0; i < PAIRS; i++) {
        density[i] = (float) known[i];
        sum += known[i];
      }
      double[] p = new double[100];
      p[(int) Math.round(sum)] = 1;
      List<double[]> inside = new ArrayList<>();
      for (double[] span : truth) {
        double middle = (span[0] + span[1]) / 2;
        if (middle >= first && middle <= last) {
          inside.add(span);
        }
      }
      while (inside.size() > Math.round(sum)) {
        inside.remove(inside.size() - 1);
      }
      while (inside.size() < Math.round(sum)) {
        inside.add(new double[] {last - 0.1, last});
      }
      return new WindowLook(first, last, new CountDistribution(p), density, inside, "");
    };
  }

  private static List<double[]> set(double start, int count, double period) {
    List<double[]> set = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      set.add(new double[] {start + k * period, start + (k + 1) * period});
    }
    return set;
  }

  private static SetCounter counter(List<double[]> truth, double seconds) {
    return still(truth, seconds);
  }

  /** The same, and how often it looks. */
  private static Function<FrameSequence, WindowLook> counted(
      Function<FrameSequence, WindowLook> model, int[] looks) {
    return frames -> {
      looks[0]++;
      return model.apply(frames);
    };
  }

  /** Of a video in which something always moves, but for these stretches. */
  private static SetCounter still(List<double[]> truth, double seconds, double[]... still) {
    SetCounter counter = new SetCounter(model(truth), SIDE, SLOTS, seconds);
    for (int i = 0; i < seconds * SetCounter.FRAMES_PER_SECOND; i++) {
      double time = i / SetCounter.FRAMES_PER_SECOND;
      boolean moves = Arrays.stream(still).noneMatch(span -> time >= span[0] && time <= span[1]);
      counter.accept(frame(moves ? i % 2 : 0), time);
    }
    return counter;
  }

  private static byte[] frame(int bright) {
    byte[] frame = new byte[3 * SIDE * SIDE];
    Arrays.fill(frame, (byte) (40 * bright));
    return frame;
  }

  /** Of a video that shows something else from a moment on. */
  private static SetCounter cut(List<double[]> truth, double cut, double seconds) {
    SetCounter counter = new SetCounter(model(truth), SIDE, SLOTS, seconds);
    for (int i = 0; i < seconds * SetCounter.FRAMES_PER_SECOND; i++) {
      double time = i / SetCounter.FRAMES_PER_SECOND;
      byte[] frame = frame(i % 2);
      frame[time < cut ? 0 : 6] = 120;
      counter.accept(frame, time);
    }
    return counter;
  }

  private static List<Integer> counts(List<double[]> truth, double seconds) {
    return counts(counter(truth, seconds));
  }

  private static List<Integer> counts(SetCounter counter) {
    return counter.finish().sets().stream().map(RepetitionSet::count).toList();
  }

  @Test
  void eachSetIsCountedAlsoAcrossWhatIsHeldInMemory() {
    List<double[]> truth = new ArrayList<>();
    truth.addAll(set(10, 12, 2));
    truth.addAll(set(60, 15, 1));
    truth.addAll(set(100, 10, 3));
    truth.addAll(set(220, 20, 0.5));
    truth.addAll(set(300, 8, 4));
    assertEquals(List.of(12, 15, 10, 20, 8), counts(truth, 345));
  }

  /** Ten seconds of motion behind five of standstill, in which a model sees hardly anything. */
  @Test
  void aDoubtfulNothingStaysDoubtful() {
    double[] p = {0.4, 0.3, 0.2, 0.1};
    p[0] += 0.2;
    p[1] -= 0.2;
    Function<FrameSequence, WindowLook> doubtful =
        frames ->
            new WindowLook(
                0, 10, new CountDistribution(p), new float[PAIRS], List.of(), "I count 0.");
    SetCounter counter = new SetCounter(doubtful, SIDE, SLOTS, 15);
    for (int i = 0; i < 15 * SetCounter.FRAMES_PER_SECOND; i++) {
      double time = i / SetCounter.FRAMES_PER_SECOND;
      counter.accept(frame(time < 5 ? 0 : i % 2), time);
    }
    RepetitionSet total = SetAnswer.total(counter.finish().sets());
    assertEquals(0, total.count());
    assertEquals(2, total.high());
    assertEquals("I count 0.", total.said());
  }

  @Test
  void noSetIsLostWhereSeveralAreNotOverYet() {
    List<double[]> truth = new ArrayList<>();
    truth.addAll(set(82, 12, 1));
    truth.addAll(set(104, 10, 1));
    assertEquals(List.of(12, 10), counts(truth, 130));
  }

  @Test
  void aSetOfMoreRepetitionsThanOneLookCountsIsCutWhereTheyEnd() {
    assertEquals(List.of(90), counts(set(20, 90, 1), 130));
  }

  @Test
  void aSetThatIsLongerThanWhatIsHeldIsOneSet() {
    assertEquals(List.of(240), counts(set(15, 240, 1.25), 330));
  }

  @Test
  void timesAreJoined() {
    List<double[]> truth = set(20, 90, 1);
    RepetitionSet set = counter(truth, 130).finish().sets().get(0);
    for (int k = 0; k < 90; k++) {
      assertEquals(truth.get(k)[1], set.repetitions().get(k)[1], 1e-9);
    }
  }

  @Test
  void whereNothingRepeatsThereIsNoSet() {
    assertEquals(List.of(), counts(List.of(), 150));
    assertEquals(List.of(), counts(set(50, 1, 2), 150));
  }

  @Test
  void fastOrManyRepetitionsNeedMoreThanOneLook() {
    assertTrue(counter(set(2, 12, 2), 28).finish().oneLook());
    assertFalse(counter(set(2, 30, 0.6), 28).finish().oneLook());
    assertFalse(counter(set(0, 45, 0.62), 28).finish().oneLook());
  }

  @Test
  void aShotIsSurveyedOnce() {
    int[] looks = {0};
    SetCounter counter = new SetCounter(counted(model(set(2, 40, 0.6)), looks), SIDE, SLOTS, 28);
    for (int i = 0; i < 28 * SetCounter.FRAMES_PER_SECOND; i++) {
      counter.accept(frame(i % 2), i / SetCounter.FRAMES_PER_SECOND);
    }
    assertEquals(List.of(40), counts(counter));
    // five of 10 s, one of 30 s, and two that count
    assertEquals(8, looks[0]);
  }

  @Test
  void aSetEndsWhereTheVideoIsCut() {
    assertEquals(List.of(12, 18), counts(cut(set(0, 30, 1), 12, 30)));
  }

  @Test
  void shotsOfALongVideoAreCountedSetBySet() {
    List<double[]> truth = new ArrayList<>();
    truth.addAll(set(10, 12, 2));
    truth.addAll(set(100, 40, 1));
    truth.addAll(set(150, 10, 2));
    List<Integer> parts =
        cut(truth, 125, 180).finish().sets().stream().map(RepetitionSet::count).toList();
    assertEquals(List.of(12, 25, 15, 10), parts);
  }

  @Test
  void severalShotsNeedMoreThanOneLook() {
    assertTrue(counter(set(2, 4, 2), 12).finish().oneLook());
    assertFalse(cut(set(2, 4, 2), 6, 12).finish().oneLook());
    assertFalse(cut(set(2, 4, 2), 11.5, 12).finish().oneLook());
  }

  @Test
  void inAShotOfLessThanASecondNothingIsCounted() {
    assertEquals(List.of(10), counts(cut(set(0, 14, 0.8), 8, 8.8)));
  }

  @Test
  void framesThatAreFarApartDoNoHarm() {
    for (double gap : new double[] {1, 4, 15, 50, 200}) {
      SetCounter counter = new SetCounter(model(List.of()), SIDE, SLOTS, 90 * gap);
      for (int i = 0; i < 90; i++) {
        byte[] frame = new byte[3 * SIDE * SIDE];
        frame[i < 50 ? 0 : 6] = 120;
        counter.accept(frame, gap * i);
      }
      assertEquals(List.of(), counter.finish().sets(), gap + " s");
    }
  }

  @Test
  void aSetEndsWhereTimeJumps() {
    List<double[]> truth = set(0, 12, 1);
    double later = 2 * 3600;
    truth.addAll(set(later, 18, 1));
    int[] looks = {0};
    SetCounter counter = new SetCounter(counted(model(truth), looks), SIDE, SLOTS, later + 18);
    for (int i = 0; i < 30 * SetCounter.FRAMES_PER_SECOND; i++) {
      double time = i / SetCounter.FRAMES_PER_SECOND;
      counter.accept(frame(i % 2), time < 12 ? time : later - 12 + time);
    }
    assertEquals(List.of(12, 18), counts(counter));
    assertTrue(looks[0] < 20, looks[0] + " looks");
  }

  @Test
  void aStillBeginningAndEndIsNotLookedAt() {
    List<double[]> truth = set(0, 20, 1);
    SetCounter counter = still(truth, 20, new double[] {0, 5}, new double[] {13, 20});
    List<RepetitionSet> sets = counter.finish().sets();
    assertEquals(1, sets.size());
    assertEquals(8, sets.get(0).count(), 1);
    assertTrue(sets.get(0).repetitions().get(0)[0] >= 4.5);
  }

  @Test
  void ofAVideoThatMovesForAMomentOnlyNothingIsLeftOut() {
    assertTrue(
        still(List.of(), 10, new double[] {0, 5}, new double[] {5.5, 10}).finish().oneLook());
    SetCounter longer = still(set(0, 40, 1), 40, new double[] {0, 20}, new double[] {20.5, 40});
    assertEquals(List.of(), counts(longer));
  }

  @Test
  void aStillBeginningInWhichTheViewChangesIsLeftOutAsAWhole() {
    SetCounter counter = new SetCounter(model(set(0, 34, 1)), SIDE, SLOTS, 34);
    for (int i = 0; i < 34 * SetCounter.FRAMES_PER_SECOND; i++) {
      double time = i / SetCounter.FRAMES_PER_SECOND;
      int bright = time < 2 ? 0 : time < 4 ? 1 : time < 6 ? 2 : i % 2;
      byte[] frame = frame(bright);
      frame[time < 17 ? 0 : 6] = (byte) (40 * bright + 120);
      counter.accept(frame, time);
    }
    List<RepetitionSet> sets = counter.finish().sets();
    assertEquals(2, sets.size());
    assertEquals(11, sets.get(0).count(), 1);
    assertTrue(sets.get(0).repetitions().get(0)[0] >= 5.4);
  }

  @Test
  void inAPauseInWhichOnlyTheCameraMovesNothingIsCounted() {
    List<double[]> truth = set(10, 60, 1);
    double[] pause = {30, 50};
    assertEquals(List.of(60), counts(still(truth, 80)));
    List<Integer> sets = counts(still(truth, 80, pause));
    assertEquals(2, sets.size());
    assertEquals(20, sets.get(0), 1);
    assertEquals(20, sets.get(1), 1);
  }

  @Test
  void aStillShotBesideAnotherIsNotCounted() {
    SetCounter counter = new SetCounter(model(set(0, 16, 1)), SIDE, SLOTS, 16);
    for (int i = 0; i < 16 * SetCounter.FRAMES_PER_SECOND; i++) {
      double time = i / SetCounter.FRAMES_PER_SECOND;
      byte[] frame = frame(time < 6 ? 0 : i % 2);
      frame[time < 6 ? 0 : 6] = 120;
      counter.accept(frame, time);
    }
    assertEquals(List.of(10), counts(counter));
  }

  @Test
  void aStillVideoIsLookedAtLikeAnyOther() {
    assertTrue(still(List.of(), 10, new double[] {0, 10}).finish().oneLook());
    assertEquals(List.of(), counts(still(set(0, 30, 1), 60, new double[] {0, 60})));
  }
}
