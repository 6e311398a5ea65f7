package dev.period.infer.plot;

/**
 * The self-similarity of the video as a heat map: repetition shows as stripes along the diagonal.
 */
final class SimilarityMap {
  private static final double LEFT = 96;
  private static final double TOP = 684;
  private static final double SIZE = 260;

  private SimilarityMap() {}

  static void draw(Canvas canvas, PlotData data) {
    canvas.text(60, 662, "Which moments look alike", 18, true, Canvas.Anchor.START, Ink.TEXT);
    if (data.similaritySize() == 0) {
      canvas.text(60, 700, "not available", 14, false, Canvas.Anchor.START, Ink.MUTED);
      return;
    }
    canvas.image(LEFT, TOP, SIZE, SIZE, colors(data), false);
    drawAxes(canvas, data.startSeconds(), Math.max(1e-3, data.videoSeconds()));
    drawScale(canvas);
    String[] help = {
      "A point compares the moment below it",
      "with the moment beside it. What repeats",
      "draws bright stripes along the diagonal;",
      "their distance is the length of one",
      "repetition.",
    };
    for (int i = 0; i < help.length; i++) {
      canvas.text(
          LEFT + SIZE + 28, TOP + 104 + 21 * i, help[i], 14, false, Canvas.Anchor.START, Ink.MUTED);
    }
  }

  private static Bitmap colors(PlotData data) {
    float lowest = Float.MAX_VALUE;
    float highest = -Float.MAX_VALUE;
    for (float value : data.similarity()) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    float range = highest > lowest ? highest - lowest : 1;
    int size = data.similaritySize();
    byte[] rgb = new byte[3 * size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        int color = ColorMap.at((data.similarity()[row * size + column] - lowest) / range);
        // Time runs upwards on the page, as on any graph, but rows of an image run downwards.
        int pixel = 3 * ((size - 1 - row) * size + column);
        rgb[pixel] = (byte) (color >> 16);
        rgb[pixel + 1] = (byte) (color >> 8);
        rgb[pixel + 2] = (byte) color;
      }
    }
    return new Bitmap(rgb, size, size);
  }

  private static void drawAxes(Canvas canvas, double start, double seconds) {
    double bottom = TOP + SIZE;
    Ticks ticks = Ticks.between(start, start + seconds, 6);
    for (int i = 0; i < ticks.count(); i++) {
      double along = SIZE * (ticks.at(i) - start) / seconds;
      String label = ticks.label(i);
      canvas.line(LEFT + along, bottom, LEFT + along, bottom + 5, 1.2, false, Ink.MUTED);
      canvas.line(LEFT - 5, bottom - along, LEFT, bottom - along, 1.2, false, Ink.MUTED);
      canvas.text(LEFT + along, bottom + 20, label, 13, false, Canvas.Anchor.MIDDLE, Ink.MUTED);
      canvas.text(LEFT - 9, bottom - along + 4.5, label, 13, false, Canvas.Anchor.END, Ink.MUTED);
    }
    canvas.text(
        LEFT + SIZE / 2, bottom + 39, "seconds", 13, false, Canvas.Anchor.MIDDLE, Ink.MUTED);
    canvas.verticalText(LEFT - 36, TOP + SIZE / 2, "seconds", 13, Ink.MUTED);
  }

  private static void drawScale(Canvas canvas) {
    double left = LEFT + SIZE + 28;
    byte[] rgb = new byte[3 * 128];
    for (int i = 0; i < 128; i++) {
      int color = ColorMap.at(i / 127.0);
      rgb[3 * i] = (byte) (color >> 16);
      rgb[3 * i + 1] = (byte) (color >> 8);
      rgb[3 * i + 2] = (byte) color;
    }
    canvas.image(left, TOP + 8, 180, 14, new Bitmap(rgb, 128, 1), true);
    canvas.text(left, TOP + 41, "different", 14, false, Canvas.Anchor.START, Ink.MUTED);
    canvas.text(left + 180, TOP + 41, "alike", 14, false, Canvas.Anchor.END, Ink.MUTED);
  }
}
