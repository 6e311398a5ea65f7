package dev.period.data.synthetic;

/**
 * Gram matrices in a fifth of their memory: being symmetric, one triangle is kept, as 16-bit
 * numbers with one scale per matrix.
 */
final class CompactGram {
  private final int frames;
  private final short[] triangles;
  private final float[] scales;

  private CompactGram(int frames, short[] triangles, float[] scales) {
    this.frames = frames;
    this.triangles = triangles;
    this.scales = scales;
  }

  /** Packs symmetric matrices of shape [features, frames, frames]. */
  static CompactGram of(float[] gram, int frames) {
    int square = frames * frames;
    int features = gram.length / square;
    short[] triangles = new short[features * frames * (frames + 1) / 2];
    float[] scales = new float[features];
    int to = 0;
    for (int f = 0; f < features; f++) {
      float largest = 0;
      for (int i = f * square; i < (f + 1) * square; i++) {
        largest = Math.max(largest, Math.abs(gram[i]));
      }
      scales[f] = largest / Short.MAX_VALUE;
      float inverse = largest == 0 ? 0 : 1 / scales[f];
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j <= i; j++) {
          int value = Math.round(gram[f * square + i * frames + j] * inverse);
          triangles[to++] = (short) Math.max(-Short.MAX_VALUE, Math.min(Short.MAX_VALUE, value));
        }
      }
    }
    return new CompactGram(frames, triangles, scales);
  }

  /** The matrices again, to within half a scale: a 65,000th of their largest value. */
  float[] expand() {
    int square = frames * frames;
    float[] gram = new float[scales.length * square];
    int from = 0;
    for (int f = 0; f < scales.length; f++) {
      for (int i = 0; i < frames; i++) {
        for (int j = 0; j <= i; j++) {
          float value = triangles[from++] * scales[f];
          gram[f * square + i * frames + j] = value;
          gram[f * square + j * frames + i] = value;
        }
      }
    }
    return gram;
  }
}
