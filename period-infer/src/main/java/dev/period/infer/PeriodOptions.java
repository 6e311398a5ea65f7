package dev.period.infer;

import java.io.Serializable;

/**
 * How a model runs.
 *
 * @param device {@code cpu}, {@code gpu} or {@code gpu:1}
 * @param dtype compute type of matrix products, {@code fp32} or {@code bf16}
 * @param threads inside one operation; 0 for libtorch's choice
 */
public record PeriodOptions(String device, String dtype, int threads) implements Serializable {
  /** CPU, 32 bit, all cores. */
  public static PeriodOptions defaults() {
    return new PeriodOptions("cpu", "fp32", 0);
  }
}
