package dev.period.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.model.AnswerLoss;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.infer.bench.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A training step of nano's decoder (forward, backward, clipping, AdamW) beside the same step
 * written as one-by-one NDArray operations, round by round in one process; and how much of it goes
 * into the matrix products of the linear layers.
 *
 * <p>Arguments: rows (default 32), tokens per row (default 160), rounds (default 15).
 */
public final class NanoStep {
  private static final AdamRule RULE = AdamRule.adamW(0.9, 0.98, 1e-8, 0.03);
  private static final double RATE = 1e-3;
  private static final double MAX_NORM = 1;
  private static final LlamaConfig NANO =
      new LlamaConfig(1024, 128, 320, 4, 4, 4, 1e-5, 10000, false);

  private NanoStep() {}

  /** Runs it and prints the figures. */
  public static void main(String[] arguments) {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
    int width = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 160;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
    DecoderBatch batch = DecoderBatch.random(rows, width, NANO.vocabSize());
    try (Parameters ours = new Parameters(Device.cpu(), ParameterSource.fresh(1));
        Parameters theirs = new Parameters(Device.cpu(), ParameterSource.fresh(1))) {
      LlamaDecoder decoder = new LlamaDecoder(ours, "", NANO, Dtype.FP32);
      new LlamaDecoder(theirs, "", NANO, Dtype.FP32); // asks for all of its parameters
      NaiveDecoder naive = new NaiveDecoder(NANO, theirs.all());
      try (Adam optimizer = new Adam(ours.all(), RULE);
          NaiveAdam naiveOptimizer = new NaiveAdam(theirs.all(), RULE)) {
        double[] fast = new double[rounds];
        double[] slow = new double[rounds];
        double[] gemm = new double[rounds];
        for (int round = -2; round < rounds; round++) {
          long begun = System.nanoTime();
          float loss = step(decoder, optimizer, batch);
          long middle = System.nanoTime();
          float naiveLoss = naiveStep(naive, naiveOptimizer, theirs, batch);
          long end = System.nanoTime();
          if (Math.abs(loss - naiveLoss) > 1e-2 * loss) {
            throw new IllegalStateException("the twins differ: " + loss + " and " + naiveLoss);
          }
          double products = products(batch.tokens());
          if (round >= 0) {
            fast[round] = (middle - begun) / 1e9;
            slow[round] = (end - middle) / 1e9;
            gemm[round] = products;
          }
        }
        print(batch, Spread.of(fast), Spread.of(slow), Spread.of(gemm));
      }
    }
  }

  private static void print(DecoderBatch batch, Spread fast, Spread slow, Spread gemm) {
    System.out.printf(
        Locale.ROOT,
        "nano decoder, %d x %d tokens, %d threads, median of %d rounds (lowest to highest)%n",
        batch.size(),
        batch.width(),
        Torch.threads(),
        fast.rounds());
    line("kernels", batch, fast);
    line("one by one", batch, slow);
    System.out.printf(Locale.ROOT, "ratio %.2f%n", slow.median() / fast.median());
    System.out.printf(
        Locale.ROOT,
        "matrix products of linear layers alone %.0f ms: %.0f %% of the step with kernels%n",
        gemm.median() * 1e3,
        100 * gemm.median() / fast.median());
  }

  private static void line(String name, DecoderBatch batch, Spread seconds) {
    System.out.printf(
        Locale.ROOT,
        "%s: %.0f ms (%.0f to %.0f), %.0f tokens/s%n",
        name,
        seconds.median() * 1e3,
        seconds.lowest() * 1e3,
        seconds.highest() * 1e3,
        batch.tokens() / seconds.median());
  }

  private static float step(LlamaDecoder decoder, Adam optimizer, DecoderBatch batch) {
    try (NDManager scope = Torch.scope()) {
      NDArray loss = Autograd.record(() -> loss(scope, decoder, batch, TrainingPass.PLAIN));
      Autograd.backward(scope, loss);
      optimizer.step(scope, RATE, MAX_NORM);
      return loss.getFloat();
    }
  }

  static NDArray loss(
      NDManager scope, LlamaDecoder decoder, DecoderBatch batch, TrainingPass pass) {
    NDArray hidden =
        decoder.forwardTraining(
            scope,
            decoder.embed(scope, batch.ids(scope)),
            batch.positions(scope),
            batch.mask(scope),
            pass);
    NDArray picked =
        hidden
            .reshape(batch.tokens(), -1)
            .get(Torch.longs(scope, batch.rows(), batch.rows().length));
    NDArray logits = decoder.logits(scope, picked);
    return new AnswerLoss()
        .of(scope, logits, batch.targets(), batch.certain(), batch.targets().length);
  }

  private static float naiveStep(
      NaiveDecoder naive, NaiveAdam optimizer, Parameters weights, DecoderBatch batch) {
    try (NDManager scope = Torch.scope()) {
      // plain operations give their results to the manager of their first argument
      weights.all().values().forEach(weight -> weight.tempAttach(scope));
      NDArray loss = Autograd.record(() -> naive.loss(scope, batch));
      Autograd.backward(scope, loss);
      optimizer.step(scope, RATE, MAX_NORM);
      return loss.getFloat();
    }
  }

  /** Seconds of the linear layers' products of one step: one forward, two backward. */
  private static double products(int tokens) {
    int d = NANO.hiddenSize();
    int ff = NANO.intermediateSize();
    List<int[]> layers = new ArrayList<>();
    for (int i = 0; i < NANO.numHiddenLayers(); i++) {
      for (int j = 0; j < 4; j++) {
        layers.add(new int[] {d, d});
      }
      layers.add(new int[] {d, ff});
      layers.add(new int[] {d, ff});
      layers.add(new int[] {ff, d});
    }
    Kernel kernel = Kernel.load(NanoStep.class, "linear_products", Map.of());
    double seconds = 0;
    try (NDManager scope = Torch.scope()) {
      for (int[] layer : layers) {
        NDArray x = scope.ones(new ai.djl.ndarray.types.Shape(tokens, layer[0]));
        NDArray w = scope.ones(new ai.djl.ndarray.types.Shape(layer[1], layer[0]));
        NDArray g = scope.ones(new ai.djl.ndarray.types.Shape(tokens, layer[1]));
        long begun = System.nanoTime();
        kernel.run(scope, x, w, g).close();
        seconds += (System.nanoTime() - begun) / 1e9;
      }
    }
    return seconds;
  }
}
