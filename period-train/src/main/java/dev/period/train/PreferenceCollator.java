package dev.period.train;

import dev.period.core.model.Batch;
import dev.period.core.model.Medium;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.model.TokenSequence;
import dev.period.data.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Turns pairs of answers into one batch. Thread-safe.
 *
 * <p>Both answers of a pair are about the same visual tokens: where a prompt guides the pooling, it
 * is the question alone, PPLLaVA's default for this stage.
 *
 * @param packWidth width of rows that several prompts may share; 0 for one to a row
 */
record PreferenceCollator(PeriodConfig config, PromptBuilder prompts, int packWidth) {
  PreferenceBatch collate(List<Preference> pairs) {
    List<Prompt> answers = new ArrayList<>();
    float[] reference = new float[2 * pairs.size()];
    for (Preference pair : pairs) {
      List<Medium> seen = SamplePrompts.of(prompts, config, pair.sample(), null).media();
      reference[answers.size()] = pair.referenceChosen();
      answers.add(answered(pair.sample(), pair.sample().answer(), seen));
      reference[answers.size()] = pair.referenceRejected();
      answers.add(answered(pair.sample(), pair.rejected(), seen));
    }
    Batch inputs =
        packWidth > 0 ? Batch.packed(config, answers, packWidth) : Batch.of(config, answers);
    LongStream.Builder rows = LongStream.builder();
    LongStream.Builder targets = LongStream.builder();
    LongStream.Builder owners = LongStream.builder();
    int[] lengths = new int[answers.size()];
    for (int answer = 0; answer < lengths.length; answer++) {
      TokenSequence sequence = answers.get(answer).tokens();
      for (int i = 1; i < sequence.length(); i++) {
        if (sequence.trained()[i]) {
          rows.add((long) inputs.starts()[answer] + i - 1);
          targets.add(sequence.ids()[i]);
          owners.add(answer);
          lengths[answer]++;
        }
      }
    }
    return new PreferenceBatch(
        pairs.stream().map(pair -> pair.sample().id()).toList(),
        inputs,
        rows.build().toArray(),
        targets.build().toArray(),
        owners.build().toArray(),
        lengths,
        reference);
  }

  private Prompt answered(Sample sample, String answer, List<Medium> seen) {
    return new Prompt(SamplePrompts.of(prompts, config, sample, answer).tokens(), seen);
  }
}
