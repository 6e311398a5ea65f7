package dev.period.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Kernel;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.Lora;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private static final String WEIGHT = ".weight";

  private final Map<String, NDArray> parameters;
  private final @Nullable Lora lora;
  private final Kernel adapted = Kernel.load(RowReweighting.class, "adapted_outputs", Map.of());
  private final Kernel outputs = Kernel.load(RowReweighting.class, "mean_outputs", Map.of());
  private final Kernel scale = Kernel.load(RowReweighting.class, "scale_rows", Map.of());

  /**
   * A re-weighting of these parameters, by name.
   *
   * @param lora adapters among them; null for none. Rows of B belong to the outputs of the adapted
   *     layer, those of A to A's own (ours: Period-LLM has no adapters).
   */
  public RowReweighting(Map<String, NDArray> parameters, @Nullable Lora lora) {
    this.parameters = parameters;
    this.lora = lora;
  }

  /** All layers that there may be, sorted: those with a weight. */
  public static List<String> layers(Set<String> parameters) {
    return parameters.stream()
        .filter(name -> name.endsWith(WEIGHT))
        .map(name -> name.substring(0, name.length() - WEIGHT.length()))
        .sorted()
        .toList();
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
      List<NDArray> weights = present(layer + WEIGHT, layer + ".bias");
      if (weights.isEmpty()) {
        continue;
      }
      NDArray mean = means.mean(scope, layer);
      NDArray output = outputs.run(scope, mean, weights);
      List<NDArray> trained = new ArrayList<>(gradients(scope, layer + WEIGHT, layer + ".bias"));
      if (lora != null && lora.modules().contains(layer)) {
        NDArray inner = outputs.run(scope, mean, present(Lora.a(layer)));
        output = adapted.run(scope, output, inner, parameters.get(Lora.b(layer)), lora.scale());
        trained.addAll(gradients(scope, Lora.b(layer)));
        channels = channels.plus(scale(scope, inner, factor, gradients(scope, Lora.a(layer))));
      }
      channels = channels.plus(scale(scope, output, factor, trained));
    }
    return channels;
  }

  private BoostedChannels scale(
      NDManager scope, NDArray output, double factor, List<NDArray> gradients) {
    if (gradients.isEmpty()) {
      return new BoostedChannels(0, 0, factor); // frozen, or not reached
    }
    ChannelWeights omega = ChannelWeights.of(scope, output, factor);
    for (NDArray gradient : gradients) {
      scale.run(scope, gradient, omega.values());
    }
    return omega.channels();
  }

  private List<NDArray> present(String... names) {
    return Stream.of(names).map(parameters::get).filter(Objects::nonNull).toList();
  }

  private List<NDArray> gradients(NDManager scope, String... names) {
    return present(names).stream()
        .map(parameter -> Autograd.gradient(scope, parameter))
        .filter(Objects::nonNull)
        .toList();
  }
}
