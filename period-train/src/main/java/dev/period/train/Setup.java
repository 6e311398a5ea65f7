package dev.period.train;

import dev.period.core.generate.GenerationConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.train.parallel.Collective;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a stage finds when its run begins or goes on.
 *
 * @param config of the run
 * @param model as it was left: at the start of the run, or at the checkpoint that it goes on from
 * @param tokenizer of the model
 * @param prompts of the model
 * @param generation of the model
 * @param files that the user wants to be learnt from
 * @param evalFiles that the user wants to be judged by
 * @param from model folder that the run starts with; null for a fresh model, and for a run that
 *     goes on
 * @param resumed checkpoint that the run goes on from; null for one that starts
 * @param run its folder; only on the first process
 * @param processes that train together
 * @param listener hears what is worth a line; called on any thread
 */
record Setup(
    TrainConfig config,
    PeriodModel model,
    Tokenizer tokenizer,
    PromptBuilder prompts,
    GenerationConfig generation,
    List<Path> files,
    List<Path> evalFiles,
    @Nullable Path from,
    @Nullable Path resumed,
    @Nullable RunFolder run,
    Collective processes,
    Consumer<String> listener) {

  /** Room for decoded media. */
  long cacheBytes() {
    return config.data().cacheMb() * 1_000_000L;
  }

  /** How the model is asked. */
  Asking asking() {
    return new Asking(tokenizer, prompts, generation);
  }

  /** Steps of this process. */
  <S, B> LongFunction<List<B>> steps(LongFunction<S> source, Function<List<S>, B> collator) {
    return new StepBatches<>(
        source,
        collator,
        config.batchSize(),
        config.accumulation(),
        processes.rank(),
        processes.size());
  }

  /** An evaluator that asks the questions of the user's files, where there are some, as well. */
  Evaluator judgedByFiles(Evaluator stages) {
    if (evalFiles.isEmpty()) {
      return stages;
    }
    FileSamples held =
        FileSamples.open(evalFiles, config.model(), cacheBytes(), config.seed(), listener);
    int n = (int) Math.min(config.evalSamples(), held.size());
    HeldOut own = new HeldOut("files", held, n, asking());
    return model -> Evaluation.joined(own.evaluate(model), stages.evaluate(model));
  }
}
