package dev.period.data.rppg;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Skin by its colour. The picture is reduced to cells; a cell is skin where its mean has 77 ≤ Cb ≤
 * 127 and 133 ≤ Cr ≤ 173 (Chai and Ngan, 1999), which holds for light and dark skin alike because
 * brightness does not enter. The largest patch of neighbouring cells is taken, without the cells at
 * its border, where a small movement would exchange skin for background.
 */
final class SkinRegion {
  /** Cells along the longer side. */
  private static final int CELLS = 80;

  /** A smaller patch, as part of the picture, is something else of that colour. */
  private static final double MIN_COVERAGE = 0.01;

  /** Below this brightness noise decides the colour. */
  private static final double MIN_LUMA = 20;

  private final int cell;
  private final int columns;
  private final int rows;

  private SkinRegion(int width, int height) {
    this.cell = Math.max(1, (Math.max(width, height) + CELLS - 1) / CELLS);
    this.columns = (width + cell - 1) / cell;
    this.rows = (height + cell - 1) / cell;
  }

  static Region find(byte[] rgb, int width, int height) {
    SkinRegion grid = new SkinRegion(width, height);
    boolean[] patch = grid.largestPatch(grid.skin(rgb, width, height));
    int least = (int) Math.ceil(MIN_COVERAGE * patch.length);
    if (count(patch) < least) {
      return Region.whole(width, height);
    }
    boolean[] inner = grid.withoutBorder(patch);
    boolean[] chosen = count(inner) >= least ? inner : patch;
    boolean[] inside = new boolean[width * height];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = chosen[i / width / grid.cell * grid.columns + i % width / grid.cell];
    }
    return Region.of("skin", inside);
  }

  private boolean[] skin(byte[] rgb, int width, int height) {
    double[][] sums = new double[columns * rows][3];
    int[] pixels = new int[columns * rows];
    for (int i = 0; i < width * height; i++) {
      int at = i / width / cell * columns + i % width / cell;
      pixels[at]++;
      for (int c = 0; c < 3; c++) {
        sums[at][c] += rgb[3 * i + c] & 0xFF;
      }
    }
    boolean[] skin = new boolean[sums.length];
    for (int i = 0; i < skin.length; i++) {
      double r = sums[i][0] / pixels[i];
      double g = sums[i][1] / pixels[i];
      double b = sums[i][2] / pixels[i];
      double luma = 0.299 * r + 0.587 * g + 0.114 * b;
      double cb = 128 + (b - luma) / 1.772;
      double cr = 128 + (r - luma) / 1.402;
      skin[i] = luma >= MIN_LUMA && cb >= 77 && cb <= 127 && cr >= 133 && cr <= 173;
    }
    return skin;
  }

  private boolean[] largestPatch(boolean[] skin) {
    boolean[] largest = new boolean[skin.length];
    int most = 0;
    boolean[] left = skin.clone();
    for (int start = 0; start < skin.length; start++) {
      if (left[start]) {
        boolean[] patch = new boolean[skin.length];
        int size = flood(left, start, patch);
        if (size > most) {
          most = size;
          largest = patch;
        }
      }
    }
    return largest;
  }

  /** Moves the cells connected to {@code start} from {@code left} to {@code patch}. */
  private int flood(boolean[] left, int start, boolean[] patch) {
    Deque<Integer> open = new ArrayDeque<>();
    open.push(start);
    left[start] = false;
    int size = 0;
    while (!open.isEmpty()) {
      int at = open.pop();
      patch[at] = true;
      size++;
      for (int next : neighbours(at)) {
        if (next >= 0 && left[next]) {
          left[next] = false;
          open.push(next);
        }
      }
    }
    return size;
  }

  /** Left, right, above, below; -1 beyond the picture. */
  private int[] neighbours(int at) {
    int column = at % columns;
    return new int[] {
      column > 0 ? at - 1 : -1,
      column + 1 < columns ? at + 1 : -1,
      at >= columns ? at - columns : -1,
      at + columns < columns * rows ? at + columns : -1
    };
  }

  /** The picture's own edge is no border of the patch. */
  private boolean[] withoutBorder(boolean[] patch) {
    boolean[] inner = patch.clone();
    for (int at = 0; at < patch.length; at++) {
      for (int next : neighbours(at)) {
        inner[at] &= next < 0 || patch[next];
      }
    }
    return inner;
  }

  private static int count(boolean[] cells) {
    int count = 0;
    for (boolean cell : cells) {
      count += cell ? 1 : 0;
    }
    return count;
  }
}
