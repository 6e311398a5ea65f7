package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.WeightFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model's vision tower without the rest of it, which looks at media ahead of the runs that need
 * their features. Thread-safe.
 *
 * @see PeriodModel#rememberTower
 */
public final class FrozenTower implements AutoCloseable {
  private final Parameters parameters;
  private final VisualEmbedder visual;

  private FrozenTower(Parameters parameters, VisualEmbedder visual) {
    this.parameters = parameters;
    this.visual = visual;
  }

  /**
   * Loads the tower of a model folder; null where looking is cheaper than reading, so that nothing
   * would be kept of it.
   *
   * @param cache where features lie
   * @param dtype what matrix products compute in
   * @param format how weights are kept; features belong to it
   * @throws dev.period.core.PeriodException of kind MODEL as {@link ModelFolder#model}
   */
  public static @Nullable FrozenTower open(
      Path folder, FeatureCache cache, Device device, Dtype dtype, WeightFormat format) {
    ClipVisionConfig tower = ModelFolder.config(folder).visionConfig();
    return tower == null || !TowerCache.pays(tower)
        ? null
        : openAny(folder, tower, cache, device, dtype, format);
  }

  /** The same for a tower of any size. */
  static FrozenTower openAny(
      Path folder,
      ClipVisionConfig tower,
      FeatureCache cache,
      Device device,
      Dtype dtype,
      WeightFormat format) {
    ModelSource source = ModelSource.of(folder);
    try (ModelTensors tensors = source.tensors();
        AdapterFolder adapters = source.adapters()) {
      tensors.check(source, name -> false);
      ParameterSource own = tensors.parameters(source.config());
      Parameters parameters =
          adapters == null
              ? new Parameters(device, own, format, null)
              : new Parameters(device, adapters.over(own), format, adapters.lora());
      try {
        VisualEmbedder visual = new VisualEmbedder(parameters, source.config(), tower, dtype);
        visual.remember(cache, parameters);
        return new FrozenTower(parameters, visual);
      } catch (RuntimeException e) {
        parameters.close();
        throw e;
      }
    }
  }

  /**
   * Looks at a medium unless its features are there already.
   *
   * @param cache where they are kept: of the same folder as the one that the tower was opened with,
   *     with counters that tell whether it was looked at
   */
  public void keep(Medium medium, FeatureCache cache) {
    try (NDManager scope = Torch.scope()) {
      visual.keep(scope, medium, cache);
    }
  }

  @Override
  public void close() {
    parameters.close();
  }
}
