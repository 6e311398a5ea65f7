package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.cache.CacheEntry;
import dev.period.core.cache.CacheKey;
import dev.period.core.cache.ContentHash;
import dev.period.core.cache.FeatureCache;
import dev.period.core.checkpoint.TensorData;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a frozen tower makes of a medium, found again by the medium's pixels and by everything that
 * the tower is.
 *
 * <p>Each medium is looked at on its own, whatever batch it is in: products of another number of
 * rows round differently, and a feature must not depend on who was the first to ask for it.
 */
final class TowerCache {
  /** Changes whenever the same pixels would give other features. */
  private static final String KIND = "tower-1";

  private static final String FEATURES = "features";

  /**
   * Width times layers from which on looking takes longer than reading: six times as many
   * multiplications go into each byte. CLIP ViT-B/32 has 9,216, nano a few hundred.
   */
  private static final long WORTHWHILE = 4096;

  private final FeatureCache cache;
  private final Map<String, Object> tower;

  /**
   * A cache for one tower.
   *
   * @param tower as {@link #tower} describes it
   */
  TowerCache(FeatureCache cache, Map<String, Object> tower) {
    this.cache = cache;
    this.tower = tower;
  }

  /** The same tower with another cache. */
  TowerCache in(FeatureCache other) {
    return new TowerCache(other, tower);
  }

  /** Whether features of such a tower are read faster than made. */
  static boolean pays(ClipVisionConfig tower) {
    return (long) tower.hiddenSize() * tower.numHiddenLayers() >= WORTHWHILE;
  }

  /**
   * Everything but the pixels that features depend on. Reads all of the tower's weights.
   *
   * @param prefix of the names of the tower's parameters; those that come behind the features do
   *     not count
   */
  static Map<String, Object> tower(
      PeriodConfig config, Parameters parameters, String prefix, Dtype dtype) {
    boolean projected = config.visionFeatureSelectStrategy().equals("image_embeds");
    ContentHash.Growing weights = new ContentHash.Growing();
    parameters
        .all()
        .forEach(
            (name, values) -> {
              boolean behind =
                  name.contains(".post_layernorm.") || name.contains(".visual_projection.");
              if (name.startsWith(prefix) && (projected || !behind)) {
                weights.add(name).add(values.getShape().toString());
                weights.add(RawTensors.toFloats(values));
              }
            });
    Map<String, Object> tower = new LinkedHashMap<>();
    tower.put("config", config.visionConfig());
    tower.put("layer", config.visionFeatureLayer());
    tower.put("tokens", config.visionFeatureSelectStrategy());
    tower.put("weights", weights.hex());
    tower.put("weights_type", parameters.format().matrices());
    tower.put("dtype", dtype);
    tower.put("device", parameters.device().getDeviceType());
    tower.put("libtorch", Torch.version());
    return tower;
  }

  /**
   * The features of a medium [frames, tokens, width] in single precision.
   *
   * @param maker looks at it
   */
  NDArray features(NDManager scope, Medium medium, Supplier<NDArray> maker) {
    CacheKey key = key(medium);
    CacheEntry known = cache.get(key);
    if (known != null) {
      TensorData features = known.tensors().get(FEATURES);
      return Torch.floats(scope, features.floats(), features.shape());
    }
    NDArray made = maker.get();
    float[] values = RawTensors.toFloats(made);
    long[] shape = made.getShape().getShape();
    cache.put(key, new CacheEntry(Map.of(FEATURES, TensorData.of(values, shape)), Map.of()));
    // not "made" itself, which may carry more bits than what the next one will read
    return Torch.floats(scope, values, shape);
  }

  private CacheKey key(Medium medium) {
    Map<String, Object> ingredients = new LinkedHashMap<>(tower);
    ingredients.put("frames", medium.frames());
    ingredients.put("pixels", new ContentHash.Growing().add(medium.pixels()).hex());
    return CacheKey.of(KIND, ingredients);
  }
}
