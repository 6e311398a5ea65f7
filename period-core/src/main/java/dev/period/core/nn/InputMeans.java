package dev.period.core.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Mean input of each linear layer over the tokens of a step, gathered over all of its forward
 * passes. As a layer is linear, its mean output is its output for the mean input: one product of a
 * matrix and a vector per layer and step, however many tokens there were.
 */
public final class InputMeans implements AutoCloseable {
  private final NDManager memory;
  private final Map<String, Sum> sums = new TreeMap<>();
  private final Kernel mean = Kernel.load(InputMeans.class, "mean_of_sum", Map.of());
  private @Nullable NDArray counted;
  private double tokens;

  /**
   * What one layer has read.
   *
   * @param total sum of its inputs [1, in]
   * @param rows how many those were
   */
  private record Sum(NDArray total, double rows) {}

  /** Means that live on {@code device} until closed. */
  public InputMeans(Device device) {
    this.memory = Torch.scope(device);
  }

  /**
   * Starts a forward pass.
   *
   * @param weights of the batch's tokens, 1 for one that counts, 0 for one that does not
   */
  public void begin(float[] weights) {
    if (counted != null) {
      counted.close();
    }
    counted = Torch.floats(memory, weights, 1, weights.length);
    tokens = 0;
    for (float weight : weights) {
      tokens += weight;
    }
  }

  /** Weights of the batch's tokens [1, b * t], for kernels that add up what a layer reads. */
  public NDArray counted() {
    if (counted == null) {
      throw new IllegalStateException("no forward pass has begun");
    }
    return counted;
  }

  /**
   * Adds what layers have read.
   *
   * @param sum weighted sum of the batch's tokens [1, in], as {@link #counted} weighs them
   * @param layers whose input it is, by the name of their parameters without {@code .weight}
   */
  public void add(NDArray sum, String... layers) {
    addRows(sum, tokens, layers);
  }

  /** Adds what layers have read that do not work on tokens: the sum of {@code rows} inputs. */
  public void addRows(NDArray sum, double rows, String... layers) {
    for (String layer : layers) {
      Sum before = sums.get(layer);
      if (before == null) {
        NDArray own = sum.duplicate();
        own.attach(memory);
        sums.put(layer, new Sum(own, rows));
      } else {
        before.total().addi(sum);
        sums.put(layer, new Sum(before.total(), before.rows() + rows));
      }
    }
  }

  /** The layers that have read something. */
  public Set<String> layers() {
    return sums.keySet();
  }

  /** Mean input of a layer [in]. */
  public NDArray mean(NDManager scope, String layer) {
    Sum sum = sums.get(layer);
    if (sum == null) {
      throw new IllegalArgumentException("layer " + layer + " has read nothing");
    }
    return mean.run(scope, sum.total(), Math.max(1, sum.rows()));
  }

  /**
   * Exchanges sums with other processes, so that all of them find the same means. A layer may have
   * read something in some of them only.
   *
   * @param sum of numbers over all processes, in the order in which they stand
   * @param layers all that there may be, in the same order everywhere
   */
  public void share(UnaryOperator<double[]> sum, List<String> layers) {
    double[] widths = new double[2 * layers.size()];
    for (int i = 0; i < layers.size(); i++) {
      Sum own = sums.get(layers.get(i));
      widths[2 * i] = own == null ? 0 : 1;
      widths[2 * i + 1] = own == null ? 0 : own.total().size();
    }
    widths = sum.apply(widths);
    for (int i = 0; i < layers.size(); i++) {
      if (widths[2 * i] > 0 && !sums.containsKey(layers.get(i))) {
        int width = (int) Math.round(widths[2 * i + 1] / widths[2 * i]);
        NDArray nothing = Torch.floats(memory, new float[width], 1, width);
        sums.put(layers.get(i), new Sum(nothing, 0));
      }
    }
    int size = sums.values().stream().mapToInt(s -> (int) s.total().size() + 1).sum();
    double[] all = new double[size];
    int at = 0;
    for (Sum own : sums.values()) {
      for (float value : own.total().toFloatArray()) {
        all[at++] = value;
      }
      all[at++] = own.rows();
    }
    all = sum.apply(all);
    at = 0;
    for (Map.Entry<String, Sum> entry : sums.entrySet()) {
      float[] total = new float[(int) entry.getValue().total().size()];
      for (int i = 0; i < total.length; i++) {
        total[i] = (float) all[at++];
      }
      NDArray shared = Torch.floats(memory, total, 1, total.length);
      entry.getValue().total().close();
      entry.setValue(new Sum(shared, all[at++]));
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
