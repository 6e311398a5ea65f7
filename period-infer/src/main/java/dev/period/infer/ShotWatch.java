package dev.period.infer;

import java.util.ArrayList;
import java.util.List;

/** Watches the frames of a video come in for the beginning of a new shot (see {@link Shots}). */
final class ShotWatch {
  /** A frame is compared as so many cells across and down: small motions matter less then. */
  private static final int CELLS = 12;

  /** Distance of two frames that show the same, in grey levels. */
  private static final double NOISE = 2;

  private final int side;
  private final int reach;

  /** Of the shot that goes on, no more than are looked at. */
  private final List<float[]> recent = new ArrayList<>();

  /**
   * A watch.
   *
   * @param side width and height of the frames, in pixels
   * @param framesPerSecond about how many there are
   */
  ShotWatch(int side, double framesPerSecond) {
    this.side = side;
    this.reach = Shots.reach(framesPerSecond);
  }

  /**
   * Takes the next frame.
   *
   * @return how many of the last frames belong to a shot that is now known to have begun; usually 0
   */
  int accept(byte[] rgb) {
    recent.add(cells(rgb));
    if (recent.size() > 2 * reach) {
      recent.remove(0);
    }
    return begun(recent.size() - reach);
  }

  /** As {@link #accept}, after the last frame; to be asked until it says 0. */
  int finish() {
    for (int at = Math.max(Shots.LEAST, recent.size() - reach + 1);
        at <= recent.size() - Shots.LEAST;
        at++) {
      int frames = begun(at);
      if (frames > 0) {
        return frames;
      }
    }
    return 0;
  }

  private int begun(int at) {
    if (at < Shots.LEAST || !Shots.cut(at, recent.size(), reach, NOISE, this::distance)) {
      return 0;
    }
    recent.subList(0, at).clear();
    return recent.size();
  }

  private double distance(int one, int other) {
    float[] a = recent.get(one);
    float[] b = recent.get(other);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }

  /** Grey levels of cells, less their mean: the light may change within a shot. */
  private float[] cells(byte[] rgb) {
    int across = Math.min(CELLS, side);
    float[] cells = new float[across * across];
    int[] pixels = new int[cells.length];
    float total = 0;
    for (int i = 0; i < side * side; i++) {
      int at = i / side * across / side * across + i % side * across / side;
      int grey = (rgb[3 * i] & 0xFF) + (rgb[3 * i + 1] & 0xFF) + (rgb[3 * i + 2] & 0xFF);
      cells[at] += grey / 3f;
      pixels[at]++;
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] /= pixels[i];
      total += cells[i];
    }
    for (int i = 0; i < cells.length; i++) {
      cells[i] -= total / cells.length;
    }
    return cells;
  }
}
