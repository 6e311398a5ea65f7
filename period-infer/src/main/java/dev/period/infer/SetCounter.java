package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.data.video.Standstill;
import dev.period.data.video.VideoReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Counts in a video of any length while its frames come in, in bounded memory.
 *
 * <p>Two minutes are held at a time. They are surveyed in windows of 10 s and of 30 s that overlap
 * by half, which tells where something repeats (see {@link RateCurve}); a window in which nothing
 * does counts 0. Each set is then counted on exactly its span: a model is best at whole sets of not
 * too many repetitions. A longer set is counted in parts that are cut where a repetition ends. What
 * is not over yet is held on to, the rest is forgotten.
 *
 * <p>Where the video was cut, or shows nothing for long, a set ends: each shot is a video of its
 * own, and a short one is looked at once. Where nothing but the camera moves nothing repeats: what
 * of that comes first or last in a shot is not looked at.
 */
final class SetCounter {
  /** Frames per second that are worth keeping: a look takes 128 of 10 s at the densest. */
  static final double FRAMES_PER_SECOND = 16;

  /** Of what one look may suffice for, however short it is without its still beginning and end. */
  private static final double MOST_FRAMES_PER_SECOND = 30;

  /** Up to this many seconds one look at a shot suffices in any case. */
  static final double ONE_LOOK = 15;

  /** Up to this many it does where nothing in it is fast. */
  private static final double MAY_BE_ONE_LOOK = 30;

  /** In a shorter shot, in seconds, nothing is repeated that a look could count. */
  private static final double SHORTEST_SHOT = 1;

  private static final double SHORT = 10;
  private static final double LONG = 30;
  private static final double HELD = 120;

  /** The more repetitions, the fewer frames each has; a look is trained to count up to 30. */
  private static final double MANY = 24;

  /** Repetitions per look where a set is counted in parts. */
  private static final double PART = 18;

  /** More than a look counts, with some room for a survey that is not exact. */
  private static final double MOST = 35;

  /** Frames that a repetition needs to be seen; see the synthetic clips of the training. */
  private static final double SHORTEST_SLOTS = 3.6;

  private final Function<FrameSequence, WindowLook> model;
  private final int side;
  private final int slots;
  private final double framesPerSecond;
  private ShotWatch watch;
  private final Standstill standstill;
  private final List<RepetitionSet> sets = new ArrayList<>();
  private RepetitionSet open = RepetitionSet.none();

  /** Looks in which no repetition was counted. */
  private RepetitionSet nothing = RepetitionSet.none();

  private HeldFrames held;
  private int seen;

  /** Shots that are over. */
  private int shots;

  /** Whether all frames of the shot that goes on are still held, but for its still beginning. */
  private boolean whole = true;

  /** Whether a still beginning or end was left out. */
  private boolean waited;

  /**
   * A counter.
   *
   * @param model looks at frames
   * @param side width and height of the frames, in pixels
   * @param slots how many frames a look takes
   * @param seconds about how long the video is
   */
  SetCounter(Function<FrameSequence, WindowLook> model, int side, int slots, double seconds) {
    this.model = model;
    this.side = side;
    this.slots = slots;
    this.framesPerSecond = seconds <= MAY_BE_ONE_LOOK ? MOST_FRAMES_PER_SECOND : FRAMES_PER_SECOND;
    this.watch = new ShotWatch(side, framesPerSecond);
    this.standstill = new Standstill(side);
    this.held = new HeldFrames(side);
  }

  /** So many frames per second should come in. */
  double framesPerSecond() {
    return framesPerSecond;
  }

  /** Takes the next frame; the array may be used again. */
  void accept(byte[] rgb, double seconds) {
    if (!held.isEmpty() && seconds - held.last() > VideoReader.LONGEST_GAP) {
      // clocks jump where recordings were joined, and nothing is seen to go on over such a gap
      watchEnd();
      endShot(0);
      watch = new ShotWatch(side, framesPerSecond);
    }
    held.add(rgb, seconds);
    seen++;
    standstill.accept(rgb, seconds);
    int begun = watch.accept(rgb);
    if (begun > 0) {
      endShot(begun);
    }
    if (seconds - held.first() >= HELD) {
      count(false, survey());
    }
  }

  /** Takes all frames of a sequence, no more than are worth keeping. */
  void acceptAll(FrameSequence video) {
    int size = 3 * side * side;
    double due = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < video.frames(); i++) {
      double time = video.timesSeconds()[i];
      if (time >= due) {
        accept(Arrays.copyOfRange(video.rgb(), i * size, (i + 1) * size), time);
        due = time + 0.75 / framesPerSecond;
      }
    }
  }

  /**
   * What was found in the whole video.
   *
   * @param sets in order; one without repetitions where all looks together found none
   * @param oneLook whether a single look at all that came in would miss nothing, and is left to be
   *     taken: it is one shot, and if it is not short no repetition is too fast for the frames that
   *     it has, and there are not too many
   */
  record Counted(List<RepetitionSet> sets, boolean oneLook) {}

  /** Counts what is left at the end of the video. */
  Counted finish() {
    watchEnd();
    boolean oneLook = !held.isEmpty() && countShot(shots == 0);
    // where nothing is counted, what was believed about that is the answer, be it doubtful
    return new Counted(
        sets.isEmpty() && nothing.parts() > 0 ? List.of(nothing) : List.copyOf(sets), oneLook);
  }

  private void watchEnd() {
    for (int begun = watch.finish(); begun > 0; begun = watch.finish()) {
      endShot(begun);
    }
  }

  /** Counts what is held but for the last {@code begun} frames, which belong to the next shot. */
  private void endShot(int begun) {
    // where frames are minutes apart, some of the next shot may be forgotten already
    HeldFrames next = held.split(begun);
    countShot(false);
    shots++;
    held = next;
    whole = true;
  }

  /**
   * Forgets the still beginning and end of a shot that is over, if what is left is worth a look;
   * else its motion may be too small to be told from noise.
   */
  private void leaveStandstills() {
    double begin = motionBegins();
    double end = motionEnds();
    if (end - begin >= SHORTEST_SHOT && (begin > held.first() || end < held.last())) {
      waited = true;
      held.dropBefore(begin);
      held.dropAfter(end);
    }
  }

  /** Whether nothing moves in all that is held. */
  private boolean standsStill() {
    return motionBegins() > motionEnds();
  }

  /** When the still beginning is over; it may be several stretches in a row. */
  private double motionBegins() {
    double begin = held.first();
    for (double[] still : standstill.stretches()) {
      begin = still[0] <= begin + adjoining() ? Math.max(begin, still[1]) : begin;
    }
    return begin;
  }

  /** When the still end begins. */
  private double motionEnds() {
    double end = held.last();
    List<double[]> stretches = standstill.stretches();
    for (int i = stretches.size() - 1; i >= 0; i--) {
      double[] still = stretches.get(i);
      end = still[1] >= end - adjoining() ? Math.min(end, still[0]) : end;
    }
    return end;
  }

  /** With less between them, in seconds, no frame lies between two moments. */
  private double adjoining() {
    return 1.5 / framesPerSecond;
  }

  /**
   * Counts the rest of a shot that is over.
   *
   * @param only whether there is no other one: if all of it seems to stand still, its motion may be
   *     too small to be told from noise, and it is looked at all the same
   * @return whether one look at the whole video is left to be taken instead
   */
  private boolean countShot(boolean only) {
    leaveStandstills();
    boolean left = (only || !standsStill()) && countMotion(only && !waited);
    close();
    return left;
  }

  private boolean countMotion(boolean all) {
    List<RateCurve.Stretch> stretches = isShort() ? List.of() : survey();
    boolean atOnce = isShort() || (isNotLong() && nothingIsFast(stretches));
    if (!atOnce) {
      count(true, stretches);
    } else if (!all && held.seconds() >= SHORTEST_SHOT) {
      countAtOnce();
    }
    return atOnce && all;
  }

  private void countAtOnce() {
    open = open.plus(RepetitionSet.of(look(held.first(), held.last())));
  }

  private boolean isShort() {
    return whole && held.seconds() <= ONE_LOOK;
  }

  private boolean isNotLong() {
    return whole && held.seconds() <= MAY_BE_ONE_LOOK;
  }

  private boolean nothingIsFast(List<RateCurve.Stretch> stretches) {
    double slot = held.seconds() / slots;
    return stretches.stream().mapToDouble(RateCurve.Stretch::expected).sum() <= MOST
        && stretches.stream().allMatch(stretch -> stretch.period() >= SHORTEST_SLOTS * slot);
  }

  /** Frames that came in. */
  int seen() {
    return seen;
  }

  /** What repeats in the frames that are held. */
  List<RateCurve.Stretch> survey() {
    RateCurve curve = new RateCurve(held.first(), held.last());
    survey(curve, SHORT, true);
    survey(curve, LONG, false);
    for (double[] still : standstill.stretches()) {
      curve.addStandstill(still[0], still[1]);
    }
    return curve.stretches();
  }

  private void survey(RateCurve curve, double seconds, boolean isShort) {
    double span = held.seconds();
    int windows = (int) Math.max(1, Math.ceil((span - seconds) / (seconds / 2) - 1e-6) + 1);
    double step = windows == 1 ? 0 : Math.max(0, span - seconds) / (windows - 1);
    for (int i = 0; i < windows; i++) {
      double from = held.first() + i * step;
      curve.add(look(from, Math.min(held.last(), from + seconds)), isShort);
    }
  }

  /** Counts what is over, or everything at the end of the video, and forgets it. */
  private void count(boolean everything, List<RateCurve.Stretch> stretches) {
    double last = held.last();
    double over = everything ? Double.POSITIVE_INFINITY : last - LONG;
    double keepFrom = over;
    double end = held.first();
    for (int i = 0; i < stretches.size(); i++) {
      RateCurve.Stretch stretch = stretches.get(i);
      boolean goesOn = open.parts() > 0 && stretch.start() - held.first() < stretch.period() + 1;
      if (!goesOn) {
        close();
      }
      // half a period on either side belongs to it, where there is that much room
      double margin = Math.min(0.5 * stretch.period(), 2);
      double next = i + 1 < stretches.size() ? stretches.get(i + 1).start() : last;
      double from = Math.max(goesOn ? held.first() : end, stretch.start() - margin);
      double to = Math.min((stretch.end() + next) / 2, stretch.end() + margin);
      end = to;
      if (stretch.end() >= over) {
        // not over yet: it, and all that follows, is looked at again with what comes
        keepFrom =
            stretch.start() - held.first() > HELD / 2 ? from : countPart(from, to, over, stretch);
        break;
      }
      countWhole(from, to, stretch.expected());
      close();
    }
    if (!everything) {
      forget(keepFrom);
    }
  }

  private void countWhole(double from, double to, double expected) {
    double at = from;
    double left = expected;
    while (left > MANY) {
      double cut = cut(at, at + (to - at) * PART / left);
      left *= (to - cut) / (to - at);
      at = cut;
    }
    WindowLook look = look(at, to);
    if (look.count() > MANY && left > 2) {
      // more than the survey had seen: that many have too few frames in one look
      double middle = cut(at, (at + to) / 2);
      look = look(middle, to);
    }
    open = open.plus(RepetitionSet.of(look));
  }

  /** Counts the beginning of a set that is not over; it is cut before {@code over}. */
  private double countPart(double from, double to, double over, RateCurve.Stretch stretch) {
    double perPart = PART * stretch.period();
    double at = from;
    while (at + perPart < over) {
      at = cut(at, at + perPart);
    }
    return at == from ? cut(from, Math.min(to, over)) : at;
  }

  /** Counts from a moment to the last repetition that ends before another, and says where. */
  private double cut(double from, double to) {
    WindowLook look = look(from, to);
    if (look.count() < 2) {
      open = open.plus(RepetitionSet.of(look));
      return to;
    }
    open = open.plus(RepetitionSet.withoutLast(look));
    return look.repetitions().get(look.count() - 2)[1];
  }

  private void close() {
    if (open.count() > 0) {
      sets.add(open);
    } else {
      nothing = nothing.plus(open);
    }
    open = RepetitionSet.none();
  }

  private void forget(double before) {
    whole = !held.dropBefore(before) && whole;
  }

  private WindowLook look(double from, double to) {
    return model.apply(held.between(from, to));
  }
}
