package dev.period.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.period.core.cache.CacheKey;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TowerCacheTest {
  private static final int[] IDS = {1, Media.MARKER, 10};

  @TempDir Path folder;

  private static PeriodModel model(Map<String, ?> changes, long seed, Dtype dtype) {
    return new PeriodModel(Media.config(changes), ParameterSource.fresh(seed), Device.cpu(), dtype);
  }

  private FeatureCache cache() {
    return new FeatureCache(folder, 1 << 24);
  }

  private static float[] embed(PeriodModel model, Medium... media) {
    PeriodConfig config = model.config();
    List<Prompt> prompts = Arrays.stream(media).map(m -> Media.prompt(config, IDS, m)).toList();
    try (NDManager scope = Torch.scope()) {
      return model.embed(scope, Batch.of(config, prompts)).embeddings().toFloatArray();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void aHitIsAMissBitForBitInWhateverCompany(Dtype dtype) {
    try (PeriodModel plain = model(Map.of(), 3, dtype);
        PeriodModel first = model(Map.of(), 3, dtype);
        PeriodModel second = model(Map.of(), 3, dtype)) {
      SplittableRandom random = new SplittableRandom(1);
      Medium a = Media.video(plain.config(), 4, random);
      Medium b = Media.video(plain.config(), 4, random);
      FeatureCache cache = cache();
      first.rememberAnyTower(cache);
      second.rememberAnyTower(cache);

      float[] alone = embed(first, a);
      assertArrayEquals(embed(plain, a), alone);
      assertArrayEquals(alone, embed(second, a));
      assertEquals(1, cache.hits());
      // one of two is new
      float[] both = embed(second, a, b);
      assertEquals(2, cache.misses());
      assertArrayEquals(both, embed(first, a, b));
      assertArrayEquals(embed(plain, a, b), both, 1e-2f);
      assertEquals(4, cache.hits());
    }
  }

  @Test
  void anotherTowerOrOtherPixelsAreLookedAtAnew() {
    FeatureCache cache = cache();
    SplittableRandom random = new SplittableRandom(1);
    Medium medium = Media.video(Media.config(Map.of()), 4, random);
    Medium other = Media.video(Media.config(Map.of()), 4, random);
    float[][] found = new float[3][];
    try (PeriodModel one = model(Map.of(), 3, Dtype.FP32);
        PeriodModel two = model(Map.of(), 4, Dtype.FP32);
        PeriodModel same = model(Map.of("visual_frames", 7), 3, Dtype.FP32)) {
      one.rememberAnyTower(cache);
      two.rememberAnyTower(cache);
      same.rememberAnyTower(cache);
      found[0] = embed(one, medium);
      found[1] = embed(two, medium);
      found[2] = embed(one, other);
      assertEquals(3, cache.misses());
      // what comes behind the tower does not matter to it
      embed(same, medium);
      assertEquals(1, cache.hits());
    }
    assertFalse(Arrays.equals(found[0], found[1]));
    assertFalse(Arrays.equals(found[0], found[2]));
  }

  @Test
  void everythingThatFeaturesDependOnIsInTheKey() {
    Set<CacheKey> keys = new HashSet<>();
    keys.add(described(Map.of(), 3, Dtype.FP32));
    keys.add(described(Map.of(), 4, Dtype.FP32));
    keys.add(described(Map.of(), 3, Dtype.BF16));
    keys.add(described(Map.of("vision_feature_layer", -2), 3, Dtype.FP32));
    keys.add(
        described(
            Map.of(
                "vision_feature_select_strategy",
                "full",
                "pooling_window",
                List.of(1, 1, 1),
                "pooling_stride",
                List.of(1, 1, 1)),
            3,
            Dtype.FP32));
    assertEquals(5, keys.size());
    assertTrue(keys.contains(described(Map.of("visual_frames", 9), 3, Dtype.FP32)));
    assertNotEquals(
        CacheKey.of("tower-1", Map.of()), described(Map.of(), 3, Dtype.FP32), "it says something");
  }

  private static CacheKey described(Map<String, ?> changes, long seed, Dtype dtype) {
    try (PeriodModel model = model(changes, seed, dtype)) {
      return CacheKey.of(
          "tower-1", TowerCache.tower(model.config(), model.parameters(), "vision_tower.", dtype));
    }
  }

  @Test
  void smallTowersAreNotWorthIt() {
    assertFalse(TowerCache.pays(tower(64, 4)));
    assertTrue(TowerCache.pays(tower(768, 12)), "CLIP ViT-B");
    assertTrue(TowerCache.pays(tower(1024, 24)), "CLIP ViT-L");
  }

  private static ClipVisionConfig tower(int width, int layers) {
    return Media.config(
            Map.of(
                "vision_config",
                Map.of(
                    "image_size", 24,
                    "patch_size", 6,
                    "hidden_size", width,
                    "intermediate_size", 64,
                    "num_hidden_layers", layers,
                    "num_attention_heads", 2)))
        .visionConfig();
  }
}
