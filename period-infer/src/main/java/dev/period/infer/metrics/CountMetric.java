package dev.period.infer.metrics;

/**
 * A counting error over pairs of predicted count p and true count g.
 *
 * <p>"MAE" means three things in the literature, so every variant has a name of its own. Rounding
 * is half to even, as in NumPy, which the reference evaluations use.
 */
public enum CountMetric {
  /** mean |p − g|, in repetitions (Period-LLM). */
  MAE_ABS("mae_abs"),
  /** mean |p − g| / g over items with g &gt; 0 (RepNet and most of the field). */
  MAE_NORM("mae_norm"),
  /** mean |round(p) − g| / (g + 0.1) (the released code of TransRAC and ESC). */
  MAE_NORM01("mae_norm01"),
  /**
   * Off-by-one accuracy: the fraction with |round(p) − g| ≤ 1 (TransRAC; 1 − RepNet's OBO error).
   */
  OBO_ACC("obo_acc"),
  /** Off-by-zero accuracy: the fraction with round(p) = g (ESC). */
  OBZ_ACC("obz_acc"),
  /** √ mean (p − g)², in repetitions. */
  RMSE("rmse"),
  /** 100 · mean |p − g| / g over items with g &gt; 0, in percent (rPPG-Toolbox). */
  MAPE("mape"),
  /** Pearson's correlation of p and g; undefined (NaN) where either does not vary. */
  PEARSON("pearson");

  private final String key;

  CountMetric(String key) {
    this.key = key;
  }

  /** The name in report.json. */
  public String key() {
    return key;
  }

  /** Whether this figure leaves out items whose true count is 0. */
  public boolean leavesOutZeros() {
    return this == MAE_NORM || this == MAPE;
  }

  /**
   * The figure over all pairs.
   *
   * @return NaN where it is undefined: no item (with g &gt; 0), or no variance for {@link #PEARSON}
   */
  public double of(double[] predicted, double[] truth) {
    if (this == PEARSON) {
      return pearson(predicted, truth);
    }
    double sum = 0;
    int used = 0;
    for (int i = 0; i < truth.length; i++) {
      if (!leavesOutZeros() || truth[i] > 0) {
        sum += term(predicted[i], truth[i]);
        used++;
      }
    }
    double mean = used == 0 ? Double.NaN : sum / used;
    return this == RMSE ? Math.sqrt(mean) : mean;
  }

  private double term(double p, double g) {
    double error = Math.abs(p - g);
    double rounded = Math.abs(Math.rint(p) - g);
    return switch (this) {
      case MAE_ABS -> error;
      case MAE_NORM -> error / g;
      case MAE_NORM01 -> rounded / (g + 0.1);
      case OBO_ACC -> rounded <= 1 ? 1 : 0;
      case OBZ_ACC -> rounded == 0 ? 1 : 0;
      case RMSE -> error * error;
      case MAPE -> 100 * error / g;
      case PEARSON -> throw new AssertionError("not a mean of terms");
    };
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += x[i] / x.length;
      meanY += y[i] / y.length;
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    // counts are whole numbers: anything this small is rounding of the mean, not variance
    boolean flat = xx < 1e-18 || yy < 1e-18;
    return flat ? Double.NaN : xy / Math.sqrt(xx * yy);
  }
}
