package dev.period.core.clip;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A longer context for CLIP's text encoder: the first positions stay as they were trained, the
 * others are stretched and the gaps filled by interpolation (PPLLaVA §4.1 and Eq. 4 after
 * Long-CLIP; {@code convert_text_position} in its released {@code models/clip.py}).
 *
 * <p>With P the trained table, new position {@code keep + factor i + k} is {@code (1 - k/factor)
 * P[keep + i] + (k/factor) P[keep + i + 1]}: 77 positions become 248 with PPLLaVA's numbers. The
 * paper's Eq. 4 taken literally, {@code P[j]} with {@code j = i r} also behind the kept positions,
 * would jump back at the first stretched one; the released code is continuous, and so is this.
 *
 * @param keep positions that stay, 20 in the paper (r = 1)
 * @param factor new positions per trained one behind them, 4 in the paper (r = 0.25)
 * @param end what the last {@code factor - 1} positions are, which have no right neighbour
 */
public record ContextExtension(int keep, int factor, End end) {
  /** PPLLaVA's released code. */
  public static final ContextExtension PPLLAVA = new ContextExtension(20, 4, End.EXTRAPOLATE);

  /** What follows the last trained position. */
  public enum End {
    /** The line through the last two positions goes on, as in PPLLaVA's released code. */
    @JsonProperty("extrapolate")
    EXTRAPOLATE,
    /** The last position repeats; the paper, which does not say, can be read like this. */
    @JsonProperty("clamp")
    CLAMP
  }

  /** Fails with a MODEL error unless {@code positions} can be extended like this. */
  void check(String where, int positions) {
    TransformerShape.checkRange(where, "context_extension.factor", factor, 64);
    if (keep < 0 || keep > positions - 2) {
      throw TransformerShape.wrong(
          where,
          "context_extension.keep is "
              + keep
              + "; of "
              + positions
              + " positions it may keep 0 to "
              + (positions - 2));
    }
    if (end == null) {
      throw TransformerShape.wrong(
          where, "context_extension.end is missing; it may be extrapolate or clamp");
    }
  }

  /** How many positions {@code positions} become. */
  public int length(int positions) {
    return keep + factor * (positions - keep);
  }

  /**
   * The positions behind the kept ones.
   *
   * @param trained the trained table, [positions, width] row-major
   * @return [length - keep, width] row-major
   */
  public float[] stretched(float[] trained, int width) {
    int positions = trained.length / width;
    int rows = length(positions) - keep;
    float[] table = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      int left = keep + row / factor;
      double weight = (double) (row % factor) / factor;
      for (int c = 0; c < width; c++) {
        double from = trained[left * width + c];
        table[row * width + c] = (float) (from + weight * slope(trained, width, left, c));
      }
    }
    return table;
  }

  /** The step from one trained position to the next. */
  private double slope(float[] trained, int width, int left, int channel) {
    int last = trained.length / width - 1;
    if (left == last) {
      return end == End.CLAMP ? 0 : slope(trained, width, last - 1, channel);
    }
    int at = left * width + channel;
    return (double) trained[at + width] - trained[at];
  }
}
