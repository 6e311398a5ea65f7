package dev.period.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.List;
import java.util.Map;

/**
 * Omega of {@linkplain RloMode RLO}: the factor of each channel.
 *
 * @param values a factor where the mean activation lies below the mean of all of them, else 1; the
 *     shape of the means
 * @param channels how many got the factor
 */
public record ChannelWeights(NDArray values, BoostedChannels channels) {
  private static final Kernel WEIGHTS =
      Kernel.load(ChannelWeights.class, "channel_weights", Map.of());

  /**
   * Weighs channels.
   *
   * @param means of their activations, one threshold for all of them; any shape
   * @param factor for channels below it; those at it keep 1
   */
  public static ChannelWeights of(NDManager scope, NDArray means, double factor) {
    NDArray more = Torch.number(scope, factor - 1);
    NDList found = Autograd.pause(() -> WEIGHTS.apply(scope, List.of(), means, more));
    long boosted = (long) found.get(1).getFloat();
    return new ChannelWeights(found.get(0), new BoostedChannels(boosted, means.size(), factor));
  }
}
