package dev.period.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.InputMeans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@link RloMode#PAPER_EXP_ROWS}: multiplies gradients of parameters, between the backward pass and
 * the optimizer, whichever that is.
 *
 * <p>With Adam a factor that never changes does nothing: both moments scale with it, and their
 * ratio does not. Rows are moved by this reading only because channels cross the threshold, and
 * because the factor grows, while the moments remember. Readings that multiply activations mix
 * channels below them, so that more of their effect survives.
 */
public final class RowReweighting {
  private final Map<String, NDArray> parameters;
  private final Kernel outputs = Kernel.load(RowReweighting.class, "mean_outputs", Map.of());
  private final Kernel scale = Kernel.load(RowReweighting.class, "scale_rows", Map.of());

  /** A re-weighting of these parameters, by name. */
  public RowReweighting(Map<String, NDArray> parameters) {
    this.parameters = parameters;
  }

  /**
   * Multiplies the gradients of every linear layer that {@code means} knows and that has any.
   *
   * <p>With gradient accumulation it is called once, behind the last backward pass: means are then
   * over the tokens of all of them, as if they were one batch.
   *
   * @param factor for rows whose mean output lies below the layer's mean
   */
  public BoostedChannels apply(NDManager scope, InputMeans means, double factor) {
    BoostedChannels channels = new BoostedChannels(0, 0, factor);
    for (String layer : means.layers()) {
      List<NDArray> weights = new ArrayList<>();
      List<NDArray> gradients = new ArrayList<>();
      for (String name : List.of(layer + ".weight", layer + ".bias")) {
        NDArray parameter = parameters.get(name);
        if (parameter != null) {
          weights.add(parameter);
          NDArray gradient = Autograd.gradient(scope, parameter);
          if (gradient != null) {
            gradients.add(gradient);
          }
        }
      }
      if (gradients.isEmpty() || weights.isEmpty()) {
        continue; // frozen, or not reached
      }
      NDArray output = outputs.run(scope, means.mean(scope, layer), weights);
      ChannelWeights omega = ChannelWeights.of(scope, output, factor);
      for (NDArray gradient : gradients) {
        scale.run(scope, gradient, omega.values());
      }
      channels = channels.plus(omega.channels());
    }
    return channels;
  }
}
