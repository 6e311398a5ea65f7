package dev.period.core.nn;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Low-rank adapters of a model (Hu et al. 2021, section 4.1, as PEFT has them): an adapted linear
 * map computes {@code W x + scale B A dropout(x)} with A [rank, in] and B [out, rank].
 *
 * @param rank r, inner width of every adapter
 * @param alpha numerator of the scale
 * @param dropout share of an adapter's inputs that are zero in training
 * @param rankStabilized whether the scale is {@code alpha / sqrt(r)} (Kalajdzievski 2023) and not
 *     {@code alpha / r}
 * @param modules the linear maps that have adapters, by the name of their weight without {@code
 *     .weight}
 * @param saved parameters that are trained in full beside the adapters and travel with them, which
 *     PEFT calls {@code modules_to_save}
 * @param base name of the model that is adapted, for those who get the adapters alone; empty when
 *     it has none
 */
public record Lora(
    int rank,
    double alpha,
    double dropout,
    boolean rankStabilized,
    SortedSet<String> modules,
    SortedSet<String> saved,
    String base) {
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";
  private static final int LARGEST_RANK = 1 << 14;

  /**
   * Checks the numbers and copies the sets.
   *
   * @throws PeriodException of kind USAGE that names the key
   */
  public Lora {
    check(rank >= 1 && rank <= LARGEST_RANK, "rank is " + rank + "; it must be from 1 to 16384");
    check(
        alpha > 0 && Double.isFinite(alpha),
        "alpha is " + alpha + "; it must be a positive number");
    check(
        dropout >= 0 && dropout < 1,
        "dropout is " + dropout + "; it must be at least 0 and below 1");
    modules = Collections.unmodifiableSortedSet(new TreeSet<>(modules));
    saved = Collections.unmodifiableSortedSet(new TreeSet<>(saved));
  }

  private static void check(boolean holds, String problem) {
    if (!holds) {
      throw new PeriodException(Kind.USAGE, "lora: " + problem);
    }
  }

  /** The factor on every adapter. */
  public double scale() {
    return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
  }

  /** The parameter that holds A of a linear map. */
  public static String a(String module) {
    return module + A;
  }

  /** The parameter that holds B of a linear map. */
  public static String b(String module) {
    return module + B;
  }

  /** Whether a parameter belongs to an adapter. */
  public static boolean isAdapter(String name) {
    return name.endsWith(A) || name.endsWith(B);
  }

  /** The linear map that a parameter of an adapter belongs to. */
  public static String module(String name) {
    if (!isAdapter(name)) {
      throw new IllegalArgumentException(name + " belongs to no adapter");
    }
    return name.substring(0, name.length() - A.length());
  }
}
