package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.model.Batch;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.model.TokenSequence;
import dev.period.data.Sample;
import java.util.ArrayList;
import java.util.List;

/** Turns samples into one batch: tokens, media, targets on the answers. Thread-safe. */
final class Collator {
  private final PeriodConfig config;
  private final PromptBuilder prompts;
  private final CountTargets targets;
  private final int packWidth;

  /** A collator that puts one sample into each row. */
  Collator(PeriodConfig config, PromptBuilder prompts, CountTargets targets) {
    this(config, prompts, targets, 0);
  }

  /**
   * A collator.
   *
   * @param packWidth width of rows that several samples may share; 0 for one to a row
   */
  Collator(PeriodConfig config, PromptBuilder prompts, CountTargets targets, int packWidth) {
    this.config = config;
    this.prompts = prompts;
    this.targets = targets;
    this.packWidth = packWidth;
  }

  TrainingBatch collate(List<Sample> samples) {
    List<Prompt> inputs = new ArrayList<>();
    List<Sample> periodic = new ArrayList<>();
    for (Sample sample : samples) {
      Prompt prompt = SamplePrompts.of(prompts, config, sample, sample.answer());
      inputs.add(prompt);
      if (prompt.media().stream().anyMatch(medium -> medium.gram() != null)) {
        periodic.add(sample);
      }
    }
    Batch batch =
        packWidth > 0 ? Batch.packed(config, inputs, packWidth) : Batch.of(config, inputs);
    return targets(samples, batch, periodic);
  }

  private TrainingBatch targets(List<Sample> samples, Batch inputs, List<Sample> periodic) {
    int n = 0;
    for (Prompt prompt : inputs.prompts()) {
      for (boolean trained : prompt.tokens().trained()) {
        n += trained ? 1 : 0;
      }
    }
    if (n == 0) {
      throw new PeriodException(
          Kind.INPUT,
          "there is nothing to learn from "
              + samples.stream().map(Sample::id).toList()
              + ": all labels of the batch are masked; 'period data check' finds empty answers");
    }
    long[] rows = new long[n];
    long[] candidates = new long[n * CountTargets.CANDIDATES];
    float[] probabilities = new float[n * CountTargets.CANDIDATES];
    int row = 0;
    for (int b = 0; b < samples.size(); b++) {
      TokenSequence sequence = inputs.prompts().get(b).tokens();
      // Words are counted exactly; only what is seen may be off by a little.
      int count = samples.get(b).count();
      boolean soft = samples.get(b).visual() != null && targets.soft(count);
      int digitsSeen = 0;
      for (int i = 1; i < sequence.length(); i++) {
        if (!sequence.trained()[i]) {
          continue;
        }
        int token = sequence.ids()[i];
        int offset = row * CountTargets.CANDIDATES;
        rows[row++] = (long) inputs.starts()[b] + i - 1;
        boolean digit = targets.isDigit(token);
        if (soft && digit && digitsSeen == 0) {
          targets.first(count, candidates, probabilities, offset);
        } else if (soft && digitsSeen == 1) {
          int following = digit ? sequence.ids()[i + 1] : token;
          targets.second(count, following, candidates, probabilities, offset);
          digitsSeen++;
        } else {
          targets.hard(token, candidates, probabilities, offset);
        }
        digitsSeen += digit ? 1 : 0;
      }
    }
    return new TrainingBatch(
        samples.stream().map(Sample::id).toList(),
        inputs,
        rows,
        candidates,
        probabilities,
        periodic.size(),
        periodic.isEmpty() ? null : joined(periodic.stream().map(Sample::density).toList()),
        periodic.isEmpty() ? null : joined(periodic.stream().map(Sample::active).toList()));
  }

  private static float[] joined(List<float[]> parts) {
    int size = parts.get(0).length;
    float[] all = new float[parts.size() * size];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * size, size);
    }
    return all;
  }
}
