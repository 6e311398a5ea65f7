package dev.period.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.clip.ImageProcessor;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.model.AnswerLoss;
import dev.period.core.model.Batch;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Prompt;
import dev.period.core.model.PromptBuilder;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.TrainingPass;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.core.text.Tokenizer;
import dev.period.data.Sample;
import dev.period.data.text.TextRepetition;
import dev.period.infer.bench.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Training steps on the text stage's questions: one to a row beside packed rows, in turns, and
 * whether memory stays flat over many steps.
 *
 * <p>Arguments: folder of a model, for its shape and tokenizer ({@code models/nano}); steps to
 * compare (default 20, 0 for none); steps over which memory is watched (default 2000).
 */
public final class TextTraining {
  private static final int SAMPLES = 32;
  private static final int PACKED_WIDTH = 512;
  private static final int SETTLED = 200;

  private final PeriodConfig config;
  private final PromptBuilder prompts;
  private final TextRepetition questions = TextRepetition.train(1);
  private final PeriodModel model;
  private final Adam optimizer;

  private TextTraining(PeriodConfig config, PromptBuilder prompts, PeriodModel model, Adam adam) {
    this.config = config;
    this.prompts = prompts;
    this.model = model;
    this.optimizer = adam;
  }

  /** Runs it and prints the figures. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int compared = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    int watched = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2000;
    PeriodConfig config = ModelFolder.config(folder);
    ImageProcessor images =
        new ImageProcessor(1, ImageProcessor.CLIP_MEAN, ImageProcessor.CLIP_DEVIATION);
    try (Tokenizer tokenizer = ModelFolder.tokenizer(folder);
        PeriodModel model =
            new PeriodModel(config, ParameterSource.fresh(1), Device.cpu(), Dtype.FP32);
        Adam adam = new Adam(model.parameters().all(), AdamRule.adamW(0.9, 0.98, 1e-8, 0.03))) {
      PromptBuilder prompts = new PromptBuilder(config, tokenizer, images);
      TextTraining training = new TextTraining(config, prompts, model, adam);
      training.compare(compared);
      training.watch(watched);
    }
  }

  private void compare(int steps) {
    if (steps == 0) {
      return;
    }
    double[] padded = new double[steps];
    double[] packed = new double[steps];
    long tokens = 0;
    long paddedPlaces = 0;
    long packedPlaces = 0;
    for (int step = -2; step < steps; step++) {
      List<Prompt> samples = samples(Math.max(0, step));
      Batch alone = Batch.of(config, samples);
      Batch together = Batch.packed(config, samples, PACKED_WIDTH);
      long length = samples.stream().mapToLong(prompt -> prompt.tokens().length()).sum();
      double first = seconds(alone);
      double second = seconds(together);
      if (step >= 0) {
        padded[step] = length / first;
        packed[step] = length / second;
        tokens += length;
        paddedPlaces += alone.ids().length;
        packedPlaces += together.ids().length;
      }
    }
    Spread before = Spread.of(padded);
    Spread after = Spread.of(packed);
    System.out.printf(
        Locale.ROOT,
        "%d steps of %d questions, tokens without padding per second:%n"
            + "padded %.0f (%.0f to %.0f), %.0f %% of places are padding%n"
            + "packed into rows of %d: %.0f (%.0f to %.0f), %.0f %% padding; ratio %.2f%n",
        steps,
        SAMPLES,
        before.median(),
        before.lowest(),
        before.highest(),
        100 * (1 - (double) tokens / paddedPlaces),
        PACKED_WIDTH,
        after.median(),
        after.lowest(),
        after.highest(),
        100 * (1 - (double) tokens / packedPlaces),
        after.median() / before.median());
  }

  private void watch(int steps) {
    double settled = 0;
    int arraysThen = 0;
    double highest = 0;
    for (int step = 0; step < steps; step++) {
      seconds(Batch.of(config, samples(step)));
      if (step == SETTLED) {
        settled = Resident.now();
        arraysThen = arrays();
      } else if (step > SETTLED) {
        highest = Math.max(highest, Resident.now());
      }
      if (step % 200 == 0) {
        System.out.printf(
            Locale.ROOT,
            "step %d: resident %.1f MB, %d arrays held%n",
            step,
            Resident.now() / 1e6,
            arrays());
      }
    }
    if (steps > SETTLED) {
      System.out.printf(
          Locale.ROOT,
          "after %d steps: resident %.1f MB, %.1f %% above step %d; highest in between %.1f %%;"
              + " arrays held %d then, %d now%n",
          steps,
          Resident.now() / 1e6,
          100 * (Resident.now() / settled - 1),
          SETTLED,
          100 * (highest / settled - 1),
          arraysThen,
          arrays());
    }
  }

  /** Arrays that outlive a step: those of parameters and of the optimizer. */
  private int arrays() {
    NDManager weights = model.parameters().all().values().iterator().next().getManager();
    NDManager state = optimizer.state().values().iterator().next().getManager();
    return weights.getManagedArrays().size() + state.getManagedArrays().size();
  }

  private List<Prompt> samples(int step) {
    List<Prompt> made = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      Sample sample = questions.sample((long) step * SAMPLES + i);
      made.add(prompts.prompt(sample.visual(), sample.gram(), sample.question(), sample.answer()));
    }
    return made;
  }

  private double seconds(Batch batch) {
    long begun = System.nanoTime();
    try (NDManager scope = Torch.scope()) {
      NDArray loss = Autograd.record(() -> loss(scope, batch));
      Autograd.backward(scope, loss);
      optimizer.step(scope, 1e-4, 1);
    }
    return (System.nanoTime() - begun) / 1e9;
  }

  private NDArray loss(NDManager scope, Batch batch) {
    PeriodModel.Output output = model.forwardTraining(scope, batch, TrainingPass.PLAIN);
    List<Long> rows = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    for (int p = 0; p < batch.prompts().size(); p++) {
      var tokens = batch.prompts().get(p).tokens();
      for (int i = 1; i < tokens.length(); i++) {
        if (tokens.trained()[i]) {
          rows.add((long) batch.starts()[p] + i - 1);
          targets.add((long) tokens.ids()[i]);
        }
      }
    }
    float[] certain = new float[rows.size()];
    Arrays.fill(certain, 1);
    long[] places = rows.stream().mapToLong(Long::longValue).toArray();
    long[] ids = targets.stream().mapToLong(Long::longValue).toArray();
    NDArray logits = model.logits(scope, output.hidden(), places);
    return new AnswerLoss().of(scope, logits, ids, certain, SAMPLES);
  }
}
