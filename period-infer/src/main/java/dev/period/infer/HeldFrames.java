package dev.period.infer;

import dev.period.core.FrameSequence;
import java.util.ArrayList;
import java.util.List;

/** The frames of a video that are not forgotten yet, in order. */
final class HeldFrames {
  /** Rounding of times. */
  private static final double SAME = 1e-9;

  private final int side;
  private final List<byte[]> frames = new ArrayList<>();
  private final List<Double> times = new ArrayList<>();

  /**
   * No frames.
   *
   * @param side width and height of each, in pixels
   */
  HeldFrames(int side) {
    this.side = side;
  }

  /** Takes a copy of a frame, [side, side, 3], that is later than all others. */
  void add(byte[] rgb, double seconds) {
    frames.add(rgb.clone());
    times.add(seconds);
  }

  boolean isEmpty() {
    return times.isEmpty();
  }

  /** The time of the first frame. */
  double first() {
    return times.get(0);
  }

  /** The time of the last frame. */
  double last() {
    return times.get(times.size() - 1);
  }

  /** From the first frame to the last, in seconds. */
  double seconds() {
    return last() - first();
  }

  /**
   * Lets go of the last {@code count} frames, but never of the first.
   *
   * @return these frames
   */
  HeldFrames split(int count) {
    int end = Math.max(1, times.size() - count);
    HeldFrames after = new HeldFrames(side);
    after.frames.addAll(frames.subList(end, frames.size()));
    after.times.addAll(times.subList(end, times.size()));
    frames.subList(end, frames.size()).clear();
    times.subList(end, times.size()).clear();
    return after;
  }

  /** Forgets what is before a moment, but never the last frame; says whether there was anything. */
  boolean dropBefore(double moment) {
    int gone = 0;
    while (gone < times.size() - 1 && times.get(gone) < moment) {
      gone++;
    }
    frames.subList(0, gone).clear();
    times.subList(0, gone).clear();
    return gone > 0;
  }

  /** Forgets what is after a moment, which is not before the first frame. */
  void dropAfter(double moment) {
    while (last() > moment) {
      frames.remove(frames.size() - 1);
      times.remove(times.size() - 1);
    }
  }

  /** The frames from a moment to another; at least two, where there are as many. */
  FrameSequence between(double from, double to) {
    int begin = 0;
    while (begin < times.size() - 2 && times.get(begin) < from - SAME) {
      begin++;
    }
    int end = times.size();
    while (end > begin + 2 && times.get(end - 1) > to + SAME) {
      end--;
    }
    int size = 3 * side * side;
    byte[] rgb = new byte[(end - begin) * size];
    double[] moments = new double[end - begin];
    for (int i = 0; i < moments.length; i++) {
      System.arraycopy(frames.get(begin + i), 0, rgb, i * size, size);
      moments[i] = times.get(begin + i);
    }
    double seconds = moments[moments.length - 1] - moments[0];
    return new FrameSequence(rgb, side, side, moments, seconds);
  }
}
