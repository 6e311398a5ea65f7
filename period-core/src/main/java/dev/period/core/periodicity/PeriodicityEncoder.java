package dev.period.core.periodicity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.llama.LlamaLayer;
import dev.period.core.llama.RotaryTable;
import dev.period.core.nn.Init;
import dev.period.core.nn.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gram matrices to periodicity tokens: centred cosine self-similarity, a lag profile per frame,
 * convolutions, bidirectional attention. What repeats is of no importance: repetition looks alike
 * in a self-similarity map.
 *
 * <p>It also estimates, per pair of frames, how many repetitions pass (density) and whether
 * anything repeats; these give the times of repetitions, not the count, which is the decoder's.
 */
public final class PeriodicityEncoder {
  private final PeriodicityConfig config;
  private final LagImage image;
  private final Kernel stem;
  private final List<NDArray> stemWeights;
  private final List<LlamaLayer> layers = new ArrayList<>();
  private final RotaryTable rotary;
  private final Kernel densityHead;
  private final List<NDArray> densityWeights;

  /**
   * What the encoder finds.
   *
   * @param tokens [b, frames / 2, hidden]
   * @param density repetitions per pair of frames [b, frames / 2]
   * @param activity logit of "inside a repetition" [b, frames / 2]
   */
  public record Output(NDArray tokens, NDArray density, NDArray activity) {}

  /** An encoder with parameters named {@code prefix.stem…}. */
  public PeriodicityEncoder(
      Parameters parameters, String prefix, PeriodicityConfig config, Dtype dtype) {
    this.config = config;
    this.image = new LagImage(config.frames(), config.lags());
    int c = config.channels();
    int d = config.hiddenSize();
    int flat = c * (2 * config.lags() / 4);
    int maps = config.features().size();
    this.stemWeights =
        List.of(
            parameters.get(prefix + ".stem.conv1.weight", he(9L * (maps + 1)), c, maps + 1L, 3, 3),
            parameters.get(prefix + ".stem.conv1.bias", Init.ZEROS, c),
            parameters.get(prefix + ".stem.conv2.weight", he(9L * c), c, c, 3, 3),
            parameters.get(prefix + ".stem.conv2.bias", Init.ZEROS, c),
            parameters.get(prefix + ".stem.proj.weight", Init.fanIn(flat), d, flat),
            parameters.get(prefix + ".stem.proj.bias", Init.ZEROS, d),
            parameters.get(
                prefix + ".stem.profile.weight", Init.ZEROS, d, (long) maps * config.lags()),
            parameters.get(prefix + ".stem.profile.bias", Init.ZEROS, d));
    this.stem =
        Kernel.load(
            PeriodicityEncoder.class,
            "periodicity_stem",
            Map.of("features", maps, "frames", config.frames(), "lags", config.lags()));
    LlamaConfig block =
        new LlamaConfig(
            1, // its input are features, not tokens
            d,
            config.intermediateSize(),
            Math.max(1, config.numHiddenLayers()),
            config.numAttentionHeads(),
            0,
            1e-5,
            10000,
            false);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      layers.add(new LlamaLayer(parameters, prefix + ".layers." + i, block, dtype));
    }
    this.rotary = new RotaryTable(block.rotaryFrequencies());
    this.densityWeights =
        List.of(
            parameters.get(prefix + ".density.weight", Init.fanIn(d), 2, d),
            parameters.get(prefix + ".density.bias", Init.ZEROS, 2));
    this.densityHead = Kernel.load(PeriodicityEncoder.class, "density_head", Map.of());
  }

  private static Init he(long inputs) {
    return Init.normal(Math.sqrt(2.0 / inputs));
  }

  /** Encodes self-similarity [b, features, frames, frames], of the features that it looks at. */
  public Output forward(NDManager scope, NDArray gram) {
    long b = gram.getShape().get(0);
    int tokens = config.tokens();
    NDArray x =
        stem.apply(
                scope,
                stemWeights,
                gram,
                Torch.longs(scope, image.index(), image.index().length),
                Torch.floats(scope, image.inside(), config.frames(), 2L * config.lags()))
            .singletonOrThrow();
    float[] positions = new float[tokens];
    for (int i = 0; i < tokens; i++) {
      positions[i] = i;
    }
    NDList table = rotary.of(scope, Torch.floats(scope, positions, 1, tokens));
    NDArray open = Torch.floats(scope, new float[tokens * tokens], 1, 1, tokens, tokens);
    NDArray none =
        Torch.floats(
            scope,
            new float[0],
            b,
            config.numAttentionHeads(),
            0,
            config.hiddenSize() / config.numAttentionHeads());
    for (LlamaLayer layer : layers) {
      x = layer.forward(scope, x, table.get(0), table.get(1), open, none, none).get(0);
    }
    NDList heads = densityHead.apply(scope, densityWeights, x);
    return new Output(x, heads.get(0), heads.get(1));
  }
}
