package dev.period.data.qa;

import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.Seeds;
import java.util.List;

/**
 * Several sources as one endless source: each part gets its share of the samples, spread evenly,
 * and goes through all of its own samples in a new order each time round.
 */
public final class Mixture implements SampleSource {
  /** The pattern in which parts alternate repeats after this many samples. */
  private static final int CYCLE = 1000;

  private final List<Part> parts;
  private final long seed;
  private final int[] partOf = new int[CYCLE];
  private final int[] placeOf = new int[CYCLE];
  private final int[] perCycle;

  /**
   * A part of a mixture.
   *
   * @param source the samples
   * @param size how many different samples it has, from index 0 on
   * @param weight its share of the mixture, relative to the other weights; above 0
   */
  public record Part(SampleSource source, long size, double weight) {
    /** Checks size and weight. */
    public Part {
      if (size < 1 || !(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "a part of a mixture needs samples and a weight above 0: " + size + ", " + weight);
      }
    }
  }

  /**
   * A mixture.
   *
   * @param parts at least one
   * @param seed decides on the orders
   */
  public Mixture(List<Part> parts, long seed) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a mixture needs a part");
    }
    this.parts = List.copyOf(parts);
    this.seed = seed;
    this.perCycle = new int[parts.size()];
    double sum = parts.stream().mapToDouble(Part::weight).sum();
    double[] credit = new double[parts.size()];
    for (int slot = 0; slot < CYCLE; slot++) {
      int next = 0;
      for (int p = 0; p < credit.length; p++) {
        credit[p] += parts.get(p).weight() / sum;
        if (credit[p] > credit[next]) {
          next = p;
        }
      }
      credit[next]--;
      partOf[slot] = next;
      placeOf[slot] = perCycle[next]++;
    }
    for (int p = 0; p < perCycle.length; p++) {
      if (perCycle[p] == 0) {
        throw new IllegalArgumentException(
            "part %d has a share below one in %d".formatted(p, CYCLE));
      }
    }
  }

  @Override
  public Sample sample(long index) {
    if (index < 0) {
      throw new IllegalArgumentException("index must not be negative but is " + index);
    }
    int slot = (int) (index % CYCLE);
    int p = partOf[slot];
    Part part = parts.get(p);
    long place = index / CYCLE * perCycle[p] + placeOf[slot];
    long round = place / part.size();
    Permutation order = new Permutation(part.size(), Seeds.of(seed, p, round));
    return part.source().sample(order.at(place % part.size()));
  }
}
