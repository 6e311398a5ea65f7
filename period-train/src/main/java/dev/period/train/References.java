package dev.period.train;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLikelihood;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.TrainingPass;
import dev.period.train.parallel.Agreement;
import dev.period.train.parallel.Collective;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the reference model thinks of each pair of answers. The reference is the model as it was at
 * the start of the run, adapters included.
 *
 * <p>It never changes, so neither do these numbers: they are found once, ahead of the first step,
 * with the very weights that are about to be trained, and kept in the run folder. PPLLaVA keeps a
 * frozen copy of the model, which takes the memory of its weights and a forward pass in every step;
 * and a run that goes on would have to find the folder again that it once began with.
 *
 * @param files SHA-256 of the files that the pairs are from, by name
 * @param logProbabilities of the chosen and the rejected answer of each pair; null for one whose
 *     video cannot be read
 */
record References(
    @JsonProperty("files") Map<String, String> files,
    @JsonProperty("log_probabilities") List<double @Nullable []> logProbabilities) {
  static final String FILE = "reference.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Batches between two words to the user. */
  private static final int NEWS = 100;

  /**
   * Asks the model as it is, all processes for a part each, and keeps the answers.
   *
   * @param files SHA-256 of the files that the pairs are from, by name
   */
  static References measured(
      Setup setup,
      PreferenceSamples pairs,
      PreferenceCollator collator,
      Map<String, String> files) {
    Collective processes = setup.processes();
    double[] own = Agreement.all(processes, () -> share(setup, pairs, collator));
    double[] all = processes.sum(own);
    List<double @Nullable []> found = new ArrayList<>();
    for (int i = 0; i < all.length; i += 2) {
      found.add(Double.isNaN(all[i]) ? null : Arrays.copyOfRange(all, i, i + 2));
    }
    References references = new References(files, found);
    Agreement.all(processes, () -> references.tell(setup, pairs));
    return references;
  }

  /** Those of this process: 0 for pairs of others, NaN for pairs that cannot be read. */
  private static double[] share(Setup setup, PreferenceSamples pairs, PreferenceCollator collator) {
    Collective processes = setup.processes();
    int batch =
        Math.max(
            1, setup.config().batchSize() / (setup.config().accumulation() * processes.size()));
    AnswerLikelihood likelihood = new AnswerLikelihood();
    double[] found = new double[2 * pairs.size()];
    int asked = 0;
    for (int from = processes.rank() * batch;
        from < pairs.size();
        from += processes.size() * batch) {
      List<Integer> indices = new ArrayList<>();
      List<Preference> readable = new ArrayList<>();
      for (int i = from; i < Math.min(from + batch, pairs.size()); i++) {
        if (problem(pairs, i) == null) {
          indices.add(i);
          readable.add(new Preference(pairs.sample(i), pairs.pair(i).rejected(), 0, 0));
        } else {
          Arrays.fill(found, 2 * i, 2 * i + 2, Double.NaN);
        }
      }
      if (!readable.isEmpty()) {
        float[] values = ask(setup.model(), likelihood, collator.collate(readable));
        for (int i = 0; i < indices.size(); i++) {
          found[2 * indices.get(i)] = values[2 * i];
          found[2 * indices.get(i) + 1] = values[2 * i + 1];
        }
      }
      if (++asked % NEWS == 0) {
        setup.listener().accept("reference: " + from + " of " + pairs.size() + " pairs");
      }
    }
    return found;
  }

  /** By the arithmetic of a training step, so that rewards begin at zero. */
  private static float[] ask(
      PeriodModel model, AnswerLikelihood likelihood, PreferenceBatch batch) {
    try (NDManager scope = Torch.scope(model.parameters().device())) {
      PeriodModel.Output output = model.forwardTraining(scope, batch.inputs(), TrainingPass.PLAIN);
      return likelihood
          .of(
              scope,
              model.logits(scope, output.hidden(), batch.rows()),
              batch.targets(),
              batch.owners(),
              batch.reference().length)
          .toFloatArray();
    }
  }

  /** Why a pair cannot be read; null where it can. */
  private static @Nullable String problem(PreferenceSamples pairs, int index) {
    try {
      Object unused = pairs.sample(index);
      return null;
    } catch (PeriodException e) {
      if (e.kind() != Kind.INPUT) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    }
  }

  /** Says what is left out, and keeps the rest; on the first process. */
  private void tell(Setup setup, PreferenceSamples pairs) {
    int[] usable = usable();
    if (usable.length == 0) {
      throw new PeriodException(
          Kind.INPUT,
          "none of the " + pairs.size() + " videos can be read, because " + problem(pairs, 0));
    }
    RunFolder run = setup.run();
    if (run == null) {
      return;
    }
    for (int i = 0; i < pairs.size(); i++) {
      if (logProbabilities.get(i) == null) {
        setup.listener().accept(pairs.pair(i).id() + " is left out: " + problem(pairs, i));
      }
    }
    run.writeJson(FILE, this);
  }

  /**
   * Reads what a run began with.
   *
   * @param checkpoint of the run
   * @param files SHA-256 of the files that the pairs are from now, by name
   * @throws PeriodException of kind MODEL when it is missing or broken; of kind USAGE when the
   *     pairs are others by now
   */
  static References of(Path checkpoint, Map<String, String> files, int pairs) {
    Path file = checkpoint.toAbsolutePath().getParent().resolve(FILE);
    References references;
    try {
      references = JSON.readValue(file.toFile(), References.class);
    } catch (IOException e) {
      throw new PeriodException(
          Kind.MODEL,
          file
              + " is missing or broken, so that it is not known what the model thought of the pairs"
              + " at the start; begin a new run with --from and another --out",
          e);
    }
    if (!references.files.equals(files) || references.logProbabilities.size() != pairs) {
      throw new PeriodException(
          Kind.USAGE,
          "the pairs are not those that the run began with, and what the model thought of these at"
              + " the start is not known; begin a new run with --from and another --out");
    }
    return references;
  }

  /** Indices of the pairs that can be read. */
  int[] usable() {
    return IntStream.range(0, logProbabilities.size())
        .filter(i -> logProbabilities.get(i) != null)
        .toArray();
  }

  /** A pair that can be read, with what it shows. */
  Preference preference(PreferenceSamples pairs, int index) {
    double[] logs = logProbabilities.get(index);
    if (logs == null) {
      throw new IllegalArgumentException("pair " + index + " cannot be read");
    }
    return new Preference(
        pairs.sample(index), pairs.pair(index).rejected(), (float) logs[0], (float) logs[1]);
  }
}
