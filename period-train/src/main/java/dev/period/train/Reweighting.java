package dev.period.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.model.Batch;
import dev.period.core.model.PeriodModel;
import dev.period.core.nn.InputMeans;
import dev.period.core.nn.Parameters;
import dev.period.core.optim.BoostedChannels;
import dev.period.core.optim.ChannelWeights;
import dev.period.core.optim.RloMode;
import dev.period.core.optim.RowReweighting;
import dev.period.train.parallel.Collective;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * RLO in one optimizer step: what of it happens in the forward passes, and what between the last
 * backward pass and the optimizer.
 *
 * <p>Readings on activations see a micro-batch by itself, as a hook does: means are of each sample,
 * so only the threshold differs from that of one large batch. The reading on rows gathers its means
 * over all micro-batches, and all processes, so that they count as one batch.
 */
final class Reweighting implements AutoCloseable {
  private final RloSettings settings;
  private final RloMode mode;
  private final double factor;
  private final @Nullable InputMeans inputs;
  private BoostedChannels channels;

  /** Re-weighting in the step that {@code totals} tell of. */
  Reweighting(RloSettings settings, PeriodModel model, StepTotals totals) {
    this.settings = settings;
    this.mode = RloMode.parse(settings.mode());
    this.factor = mode.factor(settings.beta(), totals.step(), totals.maxSteps());
    this.inputs = mode.onRows() ? new InputMeans(model.parameters().device()) : null;
    this.channels = new BoostedChannels(0, 0, factor);
  }

  /** What linear layers are to tell their inputs of this batch to; null when nobody asks. */
  @Nullable InputMeans observe(Batch batch) {
    if (inputs != null) {
      float[] weights = batch.tokenWeights();
      if (!settings.maskPadding()) {
        Arrays.fill(weights, 1);
      }
      inputs.begin(weights);
    }
    return inputs;
  }

  /**
   * Logits at chosen places of a batch.
   *
   * @param hidden the stream before the final norm [b, width, hidden]
   * @param rows flat indices of tokens
   */
  NDArray logits(NDManager scope, PeriodModel model, Batch batch, NDArray hidden, long[] rows) {
    if (!mode.onActivations()) {
      return model.logits(scope, hidden, rows);
    }
    int prompts = batch.prompts().size();
    NDArray averaging =
        Torch.floats(
            scope,
            batch.promptAverages(!settings.maskPadding()),
            prompts,
            (long) batch.size() * batch.width());
    NDArray means = model.decoder().channelMeans(scope, hidden, averaging);
    ChannelWeights omega = ChannelWeights.of(scope, means, factor);
    channels = channels.plus(omega.channels());
    NDArray of = Torch.longs(scope, batch.promptsAt(rows), rows.length);
    return model.logits(scope, hidden, rows, omega.values().get(of));
  }

  /** Changes the gradients of the step, and tells what it has done, for the log. */
  Map<String, Double> finish(NDManager scope, Parameters parameters, Collective processes) {
    Map<String, NDArray> all = parameters.all();
    if (mode == RloMode.OFF) {
      return Map.of();
    }
    if (inputs != null) {
      if (processes.size() > 1) {
        inputs.share(processes::sum, RowReweighting.layers(all.keySet()));
      }
      channels = new RowReweighting(all, parameters.lora()).apply(scope, inputs, factor);
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("rlo/boosted_share", channels.share());
    metrics.put("rlo/mean_weight", channels.meanWeight());
    return metrics;
  }

  @Override
  public void close() {
    if (inputs != null) {
      inputs.close();
    }
  }
}
