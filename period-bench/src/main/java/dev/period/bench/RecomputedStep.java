package dev.period.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Recomputation;
import dev.period.core.engine.Torch;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.infer.bench.Spread;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Peak memory and time of a training step of an 8-layer decoder over 1024 tokens, with activations
 * recomputed and with activations kept. Linux only.
 *
 * <p>Arguments: width (default 512), rows (default 4), rounds (default 5).
 */
public final class RecomputedStep {
  private static final int LAYERS = 8;
  private static final int TOKENS = 1024;
  private static final String RECOMPUTED = "recomputed";

  private RecomputedStep() {}

  /** Runs it and prints the figures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int width = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 512;
    int rows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
    if (arguments.length > 3) {
      measure(width, rows, arguments[3].equals(RECOMPUTED), rounds);
      return;
    }
    System.out.printf(
        Locale.ROOT,
        "%d layers, width %d, %d x %d tokens, fp32, %d threads, median of %d steps%n",
        LAYERS,
        width,
        rows,
        TOKENS,
        Torch.threads(),
        rounds);
    Cost recomputed = alone(width, rows, rounds, RECOMPUTED);
    Cost kept = alone(width, rows, rounds, "kept");
    System.out.printf(
        Locale.ROOT,
        "peak of a step beside weights, gradients and moments: %.0f %% less; whole process: %.0f %%"
            + " less; time: %+.0f %%%n",
        100 * (1 - (recomputed.peak - recomputed.before) / (kept.peak - kept.before)),
        100 * (1 - recomputed.peak / kept.peak),
        100 * (recomputed.seconds / kept.seconds - 1));
  }

  /**
   * What a step takes.
   *
   * @param before bytes of the process before the first step of full length
   * @param peak the most bytes of the process
   * @param seconds of a step, the middle one
   */
  private record Cost(double before, double peak, double seconds) {}

  /** Measures in a process of its own: an allocator keeps what another measurement has freed. */
  private static Cost alone(int width, int rows, int rounds, String way)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RecomputedStep.class.getName());
    List.of(width, rows, rounds).forEach(number -> command.add(String.valueOf(number)));
    command.add(way);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      double[] values =
          Arrays.stream(lines.readLine().split(" ")).mapToDouble(Double::parseDouble).toArray();
      System.out.printf(
          Locale.ROOT,
          "%s: peak %.0f MB above the %.0f MB before the step, %.2f s (%.2f to %.2f)%n",
          way,
          (values[1] - values[0]) / 1e6,
          values[0] / 1e6,
          values[2],
          values[3],
          values[4]);
      return new Cost(values[0], values[1], values[2]);
    } finally {
      process.waitFor();
    }
  }

  private static void measure(int width, int rows, boolean recompute, int rounds) {
    LlamaConfig config =
        new LlamaConfig(
            1024, width, 8 * width / 3, LAYERS, width / 64, width / 64, 1e-5, 1e4, false);
    DecoderBatch batch = DecoderBatch.random(rows, TOKENS, config.vocabSize());
    try (Parameters parameters = new Parameters(Device.cpu(), ParameterSource.fresh(1))) {
      LlamaDecoder decoder = new LlamaDecoder(parameters, "", config, Dtype.FP32);
      try (Adam optimizer = new Adam(parameters.all(), AdamRule.adamW(0.9, 0.999, 1e-8, 0.01))) {
        step(decoder, optimizer, DecoderBatch.random(1, 64, config.vocabSize()), recompute);
        double before = Resident.now();
        Resident.forgetPeak();
        double[] seconds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          long begun = System.nanoTime();
          step(decoder, optimizer, batch, recompute);
          seconds[round] = (System.nanoTime() - begun) / 1e9;
        }
        Spread spread = Spread.of(seconds);
        System.out.println(
            before
                + " "
                + Resident.peak()
                + " "
                + spread.median()
                + " "
                + spread.lowest()
                + " "
                + spread.highest());
      }
    }
  }

  private static void step(
      LlamaDecoder decoder, Adam optimizer, DecoderBatch batch, boolean recompute) {
    try (NDManager scope = Torch.scope()) {
      Recomputation recomputation = recompute ? new Recomputation() : null;
      TrainingPass pass = new TrainingPass(recomputation, null);
      NDArray loss = Autograd.record(() -> NanoStep.loss(scope, decoder, batch, pass));
      if (recomputation == null) {
        Autograd.backward(scope, loss);
      } else {
        recomputation.backward(scope, loss);
      }
      optimizer.step(scope, 1e-3, 1);
    }
  }
}
