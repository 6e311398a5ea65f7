package dev.period.infer;

import dev.period.core.generate.CountDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Repetitions in a row, without a long pause.
 *
 * @param count how many
 * @param counts what is believed about that
 * @param confidentParts looks of which the model was sure
 * @param parts looks that it took
 * @param repetitions start and end of each, in seconds
 * @param said the model's own sentence where one look counted everything; null elsewhere
 */
record RepetitionSet(
    int count,
    CountDistribution counts,
    int confidentParts,
    int parts,
    List<double[]> repetitions,
    @Nullable String said) {

  static RepetitionSet none() {
    return new RepetitionSet(0, certain(0), 0, 0, List.of(), null);
  }

  /** All that a look found. */
  static RepetitionSet of(WindowLook look) {
    return new RepetitionSet(
        look.count(),
        look.counts(),
        Period.confident(look.counts()) ? 1 : 0,
        1,
        look.repetitions(),
        look.said());
  }

  /** What a look found without its last repetition, which was cut off. */
  static RepetitionSet withoutLast(WindowLook look) {
    double[] p = look.counts().probabilities();
    double[] fewer = Arrays.copyOfRange(p, 1, p.length);
    fewer[0] += p[0];
    RepetitionSet all = of(look);
    return new RepetitionSet(
        all.count() - 1,
        CountDistribution.of(fewer),
        all.confidentParts(),
        1,
        all.repetitions().subList(0, all.count() - 1),
        null);
  }

  /** This and what follows it; beliefs about them are independent. */
  RepetitionSet plus(RepetitionSet next) {
    double[] p = counts.probabilities();
    double[] q = next.counts.probabilities();
    double[] sum = new double[p.length + q.length - 1];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < q.length; j++) {
        sum[i + j] += p[i] * q[j];
      }
    }
    List<double[]> all = new ArrayList<>(repetitions);
    all.addAll(next.repetitions);
    return new RepetitionSet(
        count + next.count,
        CountDistribution.of(sum),
        confidentParts + next.confidentParts,
        parts + next.parts,
        all,
        parts == 0 ? next.said : next.parts == 0 ? said : null);
  }

  /** Lower end of the 80 % interval. */
  int low() {
    return Math.min(count, counts.low());
  }

  /** Upper end of the 80 % interval. */
  int high() {
    return Math.max(count, counts.high());
  }

  /** Whether the model was sure of at least half of what it looked at. */
  boolean confident() {
    return 2 * confidentParts >= parts;
  }

  private static CountDistribution certain(int count) {
    double[] p = new double[count + 1];
    p[count] = 1;
    return new CountDistribution(p);
  }
}
