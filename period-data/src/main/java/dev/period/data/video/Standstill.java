package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the frames of a video come in for stretches in which nothing moves but the camera, a
 * little: somebody waits before the first repetition, or after the last one.
 *
 * <p>In such a stretch all frames show what the first one shows, shifted (see {@link SameView}).
 */
public final class Standstill {
  /** A shorter stretch, in seconds, is part of a motion that is slow for a moment. */
  public static final double LEAST = 1;

  /**
   * What noise, compression and interpolation leave of two frames of the same, in grey levels. In
   * 48 real videos of repetitions no motion stays below it for two seconds, and a held frame that a
   * camera's shaking was put on always does.
   */
  private static final double NOISE = 5;

  private final int side;
  private final List<double[]> over = new ArrayList<>();
  private @Nullable SameView first;
  private double start;
  private double end;

  /**
   * A watch.
   *
   * @param side width and height of the frames, in pixels
   */
  public Standstill(int side) {
    this.side = side;
  }

  /**
   * Takes the next frame.
   *
   * @param rgb 8-bit, shape [side, side, 3]; may be used again
   */
  public void accept(byte[] rgb, double seconds) {
    if (first == null) {
      first = new SameView(rgb, side);
      start = seconds;
    } else if (first.unexplained(rgb, NOISE) > NOISE) {
      if (isLong()) {
        over.add(new double[] {start, end});
      }
      first = first.last();
      start = seconds;
    }
    end = seconds;
  }

  /** Start and end of all stretches until now, in seconds and in order. */
  public List<double[]> stretches() {
    List<double[]> all = new ArrayList<>(over);
    if (isLong()) {
      all.add(new double[] {start, end});
    }
    return all;
  }

  private boolean isLong() {
    return first != null && end - start >= LEAST;
  }

  /** The stretches of a whole video. */
  public static List<double[]> stretches(FrameSequence video) {
    int side = video.width();
    int size = 3 * side * side;
    Standstill watch = new Standstill(side);
    for (int i = 0; i < video.frames(); i++) {
      watch.accept(
          Arrays.copyOfRange(video.rgb(), i * size, (i + 1) * size), video.timesSeconds()[i]);
    }
    return watch.stretches();
  }
}
