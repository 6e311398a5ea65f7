package dev.period.data.rppg;

/**
 * The pixels of a frame that are averaged, the same ones in every frame.
 *
 * @param name how they were chosen, for reports
 * @param spans where runs of pixels begin and (excluded) end, in row-major order of pixels
 * @param pixels how many they are
 */
@SuppressWarnings("ArrayRecordComponent")
record Region(String name, int[] spans, int pixels) {

  /** A region of the pixels for which {@code inside} holds; at least one. */
  static Region of(String name, boolean[] inside) {
    int runs = 0;
    int pixels = 0;
    for (int i = 0; i < inside.length; i++) {
      pixels += inside[i] ? 1 : 0;
      runs += inside[i] && (i == 0 || !inside[i - 1]) ? 1 : 0;
    }
    int[] spans = new int[2 * runs];
    int next = 0;
    for (int i = 0; i < inside.length; i++) {
      if (inside[i] && (i == 0 || !inside[i - 1])) {
        spans[next++] = i;
      }
      if (inside[i] && (i + 1 == inside.length || !inside[i + 1])) {
        spans[next++] = i + 1;
      }
    }
    return new Region(name, spans, pixels);
  }

  /** Every pixel. */
  static Region whole(int width, int height) {
    return new Region("whole", new int[] {0, width * height}, width * height);
  }

  /** The mean red, green and blue, in 0 to 255, of a frame [height, width, 3]. */
  double[] mean(byte[] rgb) {
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int s = 0; s < spans.length; s += 2) {
      for (int i = 3 * spans[s]; i < 3 * spans[s + 1]; i += 3) {
        red += rgb[i] & 0xFF;
        green += rgb[i + 1] & 0xFF;
        blue += rgb[i + 2] & 0xFF;
      }
    }
    double n = pixels;
    return new double[] {red / n, green / n, blue / n};
  }
}
