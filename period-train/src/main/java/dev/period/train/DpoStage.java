package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.data.Seeds;
import dev.period.data.qa.Permutation;
import dev.period.data.qa.PreferencePair;
import dev.period.train.parallel.Agreement;
import dev.period.train.parallel.Collective;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Direct preference optimization, behind the curriculum: of two answers to a question one is
 * better, and the model is to see it so (PPLLaVA's second training). Pairs come from the user's
 * files; who is nearer to a true count is better (VidChain), so that they need no human.
 */
final class DpoStage implements Stage {
  /** Of a grouped projector: it normalises by a video's own statistics where it is trained. */
  private static final String NORM = "multi_modal_projector.norm.weight";

  @Override
  public String name() {
    return "dpo";
  }

  @Override
  public void check(TrainConfig config, @Nullable Path weights) {
    if (weights == null) {
      throw usage("starts from a model that answers already; name one with --from");
    }
    if (config.data().files().isEmpty()) {
      throw usage(
          "learns from pairs of answers; name a file with --data, as 'period data preferences'"
              + " makes it");
    }
    if (config.data().filesShare() != 1) {
      throw usage("shows nothing but its files, so data.files_share must be 1");
    }
    if (config.model().projectorType().equals("grouped")
        && config.tuning().trainable().of(config.model()).test(NORM)) {
      // the reference's likelihoods are by running statistics, the policy's would be by each
      // video's
      throw usage(
          "measures against a frozen copy, from which a grouped projector in training differs"
              + " before its first step; leave projector out of trainable");
    }
  }

  /** Judged like the macro stage. */
  @Override
  public Lesson<?> lesson(Setup setup) {
    Collective processes = setup.processes();
    TrainConfig config = setup.config();
    PreferenceSamples pairs = Agreement.all(processes, () -> open(setup));
    Map<String, String> files = Agreement.all(processes, () -> FileHashes.of(setup.files()));
    PreferenceCollator collator =
        new PreferenceCollator(config.model(), setup.prompts(), config.packWidth());
    References references =
        setup.resumed() == null
            ? References.measured(setup, pairs, collator, files)
            : Agreement.all(processes, () -> References.of(setup.resumed(), files, pairs.size()));
    int[] usable = references.usable();
    setup
        .listener()
        .accept(
            "%d pairs of answers: one round is %d steps"
                .formatted(
                    usable.length, (usable.length + config.batchSize() - 1) / config.batchSize()));
    Order order = new Order(usable, config.seed());
    LengthBuckets buckets =
        new LengthBuckets(
            index -> characters(pairs.pair(order.at(index))),
            Math.max(1, config.batchSize() / config.accumulation()),
            config.data().lengthBuckets(),
            config.seed());
    DpoSettings settings = config.dpo() == null ? DpoSettings.DEFAULT : config.dpo();
    return Agreement.all(
        processes,
        () ->
            new Lesson<>(
                setup.steps(
                    index -> references.preference(pairs, order.at(buckets.at(index))),
                    collator::collate),
                new DpoObjective(settings),
                setup.judgedByFiles(MacroStage.evaluator(setup)),
                files));
  }

  /** All pairs, in a new order each time round. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Order(int[] pairs, long seed) {
    int at(long index) {
      long round = Seeds.of(seed, 8, index / pairs.length);
      return pairs[(int) new Permutation(pairs.length, round).at(index % pairs.length)];
    }
  }

  private static int characters(PreferencePair pair) {
    return pair.prompt().length() + pair.chosen().length() + pair.rejected().length();
  }

  private static PreferenceSamples open(Setup setup) {
    return PreferenceSamples.open(
        setup.files(), setup.config().model(), setup.cacheBytes(), setup.listener());
  }

  private static PeriodException usage(String what) {
    return new PeriodException(Kind.USAGE, "the dpo stage " + what);
  }
}
