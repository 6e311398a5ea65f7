package dev.period.train;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.model.PromptBuilder;
import dev.period.core.text.Tokenizer;
import dev.period.data.SampleSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a run learns from and is judged by: the stage's own data, and the user's files.
 *
 * @param samples to train on
 * @param evaluator on held-out data
 * @param hashes SHA-256 of each file that is learnt from, by its name
 */
record StageData(SampleSource samples, Evaluator evaluator, Map<String, String> hashes) {
  /**
   * Opens the data of a run.
   *
   * @param files QA files to learn from
   * @param evalFiles QA files to be judged by
   * @param listener hears what is left out; called on any thread
   */
  static StageData of(
      Stage stage,
      TrainConfig config,
      List<Path> files,
      List<Path> evalFiles,
      Tokenizer tokenizer,
      PromptBuilder prompts,
      Consumer<String> listener) {
    Evaluator evaluator = stage.evaluator(config, tokenizer, prompts);
    long cache = config.data().cacheMb() * 1_000_000L;
    if (!evalFiles.isEmpty()) {
      FileSamples held =
          FileSamples.open(evalFiles, config.model(), cache, config.seed(), listener);
      int n = (int) Math.min(config.evalSamples(), held.size());
      HeldOut own = new HeldOut("files", held, n, tokenizer, prompts);
      Evaluator stages = evaluator;
      evaluator = model -> Evaluation.joined(own.evaluate(model), stages.evaluate(model));
    }
    if (files.isEmpty()) {
      return new StageData(stage.samples(config), evaluator, Map.of());
    }
    FileSamples own = FileSamples.open(files, config.model(), cache, config.seed(), listener);
    SampleSource bucketed =
        new LengthBuckets(
            own,
            own::length,
            config.batchSize() / config.accumulation(),
            config.data().lengthBuckets(),
            config.seed());
    double share = config.data().filesShare();
    SampleSource samples =
        share == 1
            ? bucketed
            : new StepMix(config.batchSize(), share, bucketed, stage.samples(config));
    Map<String, String> hashes = new LinkedHashMap<>();
    files.forEach(file -> hashes.put(file.getFileName().toString(), hash(file)));
    return new StageData(samples, evaluator, hashes);
  }

  private static String hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new PeriodException(Kind.INPUT, "cannot read " + file + " (" + Reason.of(e) + ")", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
