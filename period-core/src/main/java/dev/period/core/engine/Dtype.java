package dev.period.core.engine;

import dev.period.core.PeriodException;
import java.util.Locale;

/** Floating point types that a kernel can compute in. DJL cannot name bf16; TorchScript can. */
public enum Dtype {
  /** 32-bit. */
  FP32(6),
  /** 16-bit with an 8-bit exponent. */
  BF16(15),
  /** 16-bit IEEE. */
  FP16(5);

  private final int code;

  Dtype(int code) {
    this.code = code;
  }

  /** The code of this type inside TorchScript source. */
  public int code() {
    return code;
  }

  /** Parses {@code fp32}, {@code bf16} or {@code fp16}. */
  public static Dtype parse(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new PeriodException(
          PeriodException.Kind.USAGE,
          "'" + name + "' is not a compute type; use fp32, bf16 or fp16",
          e);
    }
  }
}
