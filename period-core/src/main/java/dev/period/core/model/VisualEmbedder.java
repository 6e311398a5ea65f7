package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.period.core.cache.FeatureCache;
import dev.period.core.clip.ClipProjection;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ClipTextEncoder;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ClipVisionEncoder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.LayerNorm;
import dev.period.core.nn.Parameters;
import dev.period.core.nn.TrainingPass;
import dev.period.core.pooling.PoolingWindow;
import dev.period.core.pooling.PromptAlignment;
import dev.period.core.pooling.TokenPooling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From pixels to the decoder's embeddings: tower, pooling and projector, in either order. */
final class VisualEmbedder {
  private static final String TOWER = "vision_tower";
  static final String TEXT_TOWER = "text_tower";

  private final PeriodConfig config;
  private final ClipVisionConfig towerConfig;
  private final ClipVisionEncoder tower;
  private final @Nullable LayerNorm postLayerNorm;
  private final @Nullable ClipProjection visualProjection;
  private final @Nullable PromptAlignment alignment;
  private final Projector projector;
  private final Dtype dtype;
  private @Nullable TowerCache cache;

  /**
   * Frames that are pooled together.
   *
   * @param frames of one video, or images that stand in a row
   * @param video whether time passes between them
   * @param prompt what guides the pooling
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Run(int frames, boolean video, int @Nullable [] prompt) {
    boolean sameShape(Run other) {
      return frames == other.frames && video == other.video;
    }
  }

  /** An embedder of what {@code config} describes. */
  VisualEmbedder(
      Parameters parameters, PeriodConfig config, ClipVisionConfig towerConfig, Dtype dtype) {
    this.config = config;
    this.towerConfig = towerConfig;
    this.dtype = dtype;
    String model = TOWER + ".vision_model";
    this.tower =
        new ClipVisionEncoder(parameters, model, towerConfig, config.visionFeatureLayer(), dtype);
    if (config.visionFeatureSelectStrategy().equals("image_embeds")) {
      this.postLayerNorm = ClipVisionEncoder.postLayerNorm(parameters, model, towerConfig);
      this.visualProjection =
          new ClipProjection(
              parameters,
              TOWER + ".visual_projection",
              towerConfig.hiddenSize(),
              towerConfig.projectionDim(),
              dtype);
    } else {
      this.postLayerNorm = null;
      this.visualProjection = null;
    }
    ClipTextConfig text = config.clipTextConfig();
    this.alignment =
        text == null
            ? null
            : new PromptAlignment(
                parameters,
                TOWER,
                towerConfig,
                TEXT_TOWER,
                text,
                config.poolingPostLayernorm(),
                dtype);
    this.projector = Projector.of(parameters, "multi_modal_projector", config, dtype);
  }

  /**
   * Takes the features of media that were seen before from {@code features}, from now on. The tower
   * must not change any more.
   *
   * @param parameters the tower's among others
   */
  void remember(FeatureCache features, Parameters parameters) {
    cache = new TowerCache(features, TowerCache.tower(config, parameters, TOWER + ".", dtype));
  }

  /**
   * Sees to it that features of a medium are in {@code where}.
   *
   * @throws IllegalStateException before {@link #remember}
   */
  void keep(NDManager scope, Medium medium, FeatureCache where) {
    TowerCache remembered = cache;
    if (remembered == null) {
      throw new IllegalStateException("nothing is remembered of this tower");
    }
    remembered
        .in(where)
        .features(scope, medium, () -> features(scope, pixels(scope, medium), TrainingPass.PLAIN));
  }

  /**
   * Embeddings of what prompts show, one medium after the other.
   *
   * @param media of each prompt; those without pixels are passed over
   * @return [tokens, hidden]
   */
  NDArray forward(NDManager scope, List<List<Medium>> media, TrainingPass pass) {
    List<Run> runs = new ArrayList<>();
    media.forEach(prompt -> runs.addAll(runs(prompt)));
    NDArray features = features(scope, media, pass);
    long tokens = features.getShape().get(1);
    boolean late = config.poolingOrder().equals("after_projector");
    NDArray values = late ? projected(scope, features, runs, tokens, pass) : features;
    NDArray prompts = alignment == null ? null : prompts(scope, alignment, runs);
    NDList pooled = new NDList();
    int[] rows = new int[runs.size()];
    int frame = 0;
    for (int first = 0; first < runs.size(); ) {
      Run run = runs.get(first);
      int end = first + 1;
      while (end < runs.size() && runs.get(end).sameShape(run)) {
        end++;
      }
      int n = end - first;
      int to = frame + n * run.frames();
      NDArray x = part(scope, values, frame, to).reshape(n, run.frames(), tokens, -1);
      NDArray scores = null;
      if (alignment != null && prompts != null) {
        NDArray seen = part(scope, features, frame, to).reshape(n, run.frames(), tokens, -1);
        scores = alignment.scores(scope, seen, part(scope, prompts, first, end));
      }
      NDArray out = pool(scope, x, scores, run);
      Arrays.fill(rows, first, end, Math.toIntExact(out.getShape().get(1)));
      pooled.add(out.reshape(-1, out.getShape().get(2)));
      frame = to;
      first = end;
    }
    NDArray all = joined(scope, pooled, 0);
    return late ? all : projector.forward(scope, all, rows, pass);
  }

  /** Videos one by one; images that follow each other in a prompt together. */
  private static List<Run> runs(List<Medium> media) {
    List<Run> runs = new ArrayList<>();
    for (Medium medium : media) {
      if (medium.pixels() == null) {
        continue;
      }
      boolean video = medium.kind() == Medium.Kind.VIDEO;
      Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (!video && last != null && !last.video()) {
        runs.set(runs.size() - 1, new Run(last.frames() + medium.frames(), false, last.prompt()));
      } else {
        runs.add(new Run(medium.frames(), video, medium.prompt()));
      }
    }
    return runs;
  }

  /** What of the tower is used [images, tokens, width], of all media in a row. */
  private NDArray features(NDManager scope, List<List<Medium>> media, TrainingPass pass) {
    TowerCache remembered = cache;
    NDList parts = new NDList();
    for (List<Medium> prompt : media) {
      for (Medium medium : prompt) {
        if (medium.pixels() != null) {
          parts.add(
              remembered == null
                  ? pixels(scope, medium)
                  : remembered.features(
                      scope, medium, () -> features(scope, pixels(scope, medium), pass)));
        }
      }
    }
    NDArray all = joined(scope, parts, 0);
    return remembered == null ? features(scope, all, pass) : all;
  }

  private NDArray pixels(NDManager scope, Medium medium) {
    int side = towerConfig.imageSize();
    return Torch.floats(scope, medium.pixels(), medium.frames(), 3, side, side);
  }

  /** What of the tower's hidden state is used [images, tokens, width]. */
  private NDArray features(NDManager scope, NDArray pixels, TrainingPass pass) {
    if (config.visionFeatureSelectStrategy().equals("default")) {
      return tower.patches(scope, pixels, pass);
    }
    NDArray tokens = tower.tokens(scope, pixels, pass);
    if (postLayerNorm == null || visualProjection == null) {
      return tokens;
    }
    NDArray first = tokens.get(new NDIndex(":, :1"));
    first.attach(scope);
    return visualProjection.apply(scope, postLayerNorm.apply(scope, first));
  }

  private NDArray projected(
      NDManager scope, NDArray features, List<Run> runs, long tokens, TrainingPass pass) {
    int[] rows = runs.stream().mapToInt(run -> run.frames() * (int) tokens).toArray();
    NDArray flat = features.reshape(-1, features.getShape().get(2));
    return projector
        .forward(scope, flat, rows, pass)
        .reshape(features.getShape().get(0), tokens, -1);
  }

  private NDArray prompts(NDManager scope, PromptAlignment alignment, List<Run> runs) {
    ClipTextEncoder text = alignment.text();
    int length = 2;
    for (Run run : runs) {
      if (run.prompt() == null) {
        throw new IllegalArgumentException("a model with prompt-guided pooling needs a prompt");
      }
      length = Math.max(length, run.prompt().length + 2);
    }
    length = Math.min(length, text.config().contextLength());
    long[] ids = new long[runs.size() * length];
    for (int i = 0; i < runs.size(); i++) {
      System.arraycopy(text.sequence(runs.get(i).prompt(), length), 0, ids, i * length, length);
    }
    return alignment.prompts(scope, Torch.longs(scope, ids, runs.size(), length));
  }

  /** Tokens of runs of one shape [runs, tokens, width], as {@link PeriodConfig#frameTokens}. */
  private NDArray pool(NDManager scope, NDArray x, @Nullable NDArray scores, Run run) {
    long n = x.getShape().get(0);
    long width = x.getShape().get(3);
    NDList outputs = new NDList();
    for (PoolingWindow window : config.poolingWindows()) {
      NDArray tokens = pool(scope, x, scores, window.over(run.frames(), run.video()));
      // several windows: a video's tokens window by window, images one after the other
      long parts = run.video() ? 1 : run.frames();
      outputs.add(tokens.reshape(n, parts, -1, width));
    }
    return joined(scope, outputs, 2).reshape(n, -1, width);
  }

  private NDArray pool(NDManager scope, NDArray x, @Nullable NDArray scores, PoolingWindow window) {
    if (window.isIdentity() && scores == null) {
      return x;
    }
    int side = config.visionFeatureSelectStrategy().equals("image_embeds") ? 1 : towerConfig.grid();
    return new TokenPooling(config.pooling(), window, side, side, config.poolingTemperature())
        .apply(scope, x, scores);
  }

  private static NDArray part(NDManager scope, NDArray array, long from, long to) {
    if (from == 0 && to == array.getShape().get(0)) {
      return array;
    }
    NDArray part = array.get(new NDIndex("{}:{}", from, to));
    part.attach(scope);
    return part;
  }

  private static NDArray joined(NDManager scope, NDList parts, int axis) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    NDArray joined = NDArrays.concat(parts, axis);
    joined.attach(scope);
    return joined;
  }
}
