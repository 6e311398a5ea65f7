package dev.period.data.qa;

import dev.period.data.Seeds;

/**
 * A shuffled order of 0 … n−1 that needs no memory: any place of it can be asked at once.
 *
 * <p>A Feistel network of four rounds permutes the smallest even power of two that holds n; what
 * falls outside is sent through again until it falls inside (cycle walking; Black and Rogaway,
 * Ciphers with Arbitrary Finite Domains, CT-RSA 2002).
 */
public final class Permutation {
  private static final int ROUNDS = 4;

  private final long n;
  private final int halfBits;
  private final long mask;
  private final long seed;

  /**
   * An order.
   *
   * @param n at least 1
   */
  public Permutation(long n, long seed) {
    if (n < 1) {
      throw new IllegalArgumentException("nothing to order: " + n);
    }
    this.n = n;
    this.seed = seed;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(n - 1);
    halfBits = Math.max(1, (bits + 1) / 2);
    mask = (1L << halfBits) - 1;
  }

  /** What stands at {@code place}, from 0 to n−1. */
  public long at(long place) {
    long value = place;
    do {
      value = rounds(value);
    } while (value >= n);
    return value;
  }

  private long rounds(long value) {
    long left = value >>> halfBits;
    long right = value & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = left ^ (Seeds.of(seed, round, right) & mask);
      left = right;
      right = mixed;
    }
    return left << halfBits | right;
  }
}
