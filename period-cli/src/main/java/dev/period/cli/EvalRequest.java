package dev.period.cli;

import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodConfig;
import dev.period.data.repetition.Countix;
import dev.period.data.repetition.Quva;
import dev.period.data.repetition.RepCount;
import dev.period.data.rppg.PulseDataset;
import dev.period.data.synthetic.pulse.SyntheticRecordings;
import dev.period.data.video.VideoViewer;
import dev.period.infer.Period;
import dev.period.infer.PeriodOptions;
import dev.period.infer.eval.ClipsDataset;
import dev.period.infer.eval.ItemPictures;
import dev.period.infer.eval.StressedClips;
import dev.period.infer.eval.VideoFrames;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation is about, in words that another process understands.
 *
 * @param data folder of the data set; null where the task needs none
 * @param samples of those that are made
 * @param stress what is done to clips; null for nothing
 * @param baselines whether the classical ones judge each item as well
 * @param model folder
 */
record EvalRequest(
    EvalCommand.Task task,
    @Nullable String data,
    @Nullable String split,
    int samples,
    long seed,
    boolean useSegments,
    StressedClips.@Nullable Kind stress,
    boolean baselines,
    String model,
    PeriodOptions engine)
    implements Serializable {

  /** The model. */
  Period load() {
    return Period.load(Path.of(model), engine);
  }

  /** The items and all that belongs to them. */
  EvalPlan plan() {
    PeriodConfig config = ModelFolder.config(Path.of(model));
    ModelFolder.tower(Path.of(model), config); // refused before data is read
    return switch (task) {
      case text -> EvalPlan.text(samples);
      case synthetic -> EvalPlan.synthetic(config, seed, samples);
      case movers -> EvalPlan.movers(config, seed, samples);
      case rotnist -> EvalPlan.rotnist(config, data == null ? null : folder(), seed, samples);
      case clips ->
          stress == null
              ? EvalPlan.clips(frames(), pictures(), folder(), useSegments)
              : EvalPlan.stressed(config, stressed(stress));
      case countix ->
          EvalPlan.counted(frames(), pictures(), new Countix(), folder(), splitOr("val"));
      case repcount ->
          EvalPlan.counted(frames(), pictures(), new RepCount(), folder(), splitOr("test"));
      case quva -> EvalPlan.counted(frames(), pictures(), new Quva(), folder(), splitOr("test"));
      case signal -> EvalPlan.signal(folder());
      case rppg, routing ->
          throw new IllegalStateException("what is found by " + task + " is no count");
    };
  }

  /** The recordings of a heart-rate evaluation: of the data set, or rendered ones. */
  PulseDataset recordings() {
    return data == null ? SyntheticRecordings.of(seed, samples) : PulseDataset.open(folder());
  }

  private StressedClips stressed(StressedClips.Kind kind) {
    return new StressedClips(viewer(), ClipsDataset.read(folder(), useSegments), kind, seed);
  }

  private VideoFrames frames() {
    return new VideoFrames(viewer());
  }

  private ItemPictures pictures() {
    return ItemPictures.ofVideos(engine.limits());
  }

  private VideoViewer viewer() {
    return new VideoViewer(engine.limits(), engine.cache());
  }

  /** The data set, for a task that needs one. */
  Path folder() {
    return Path.of(Objects.requireNonNull(data));
  }

  private String splitOr(String usual) {
    return split == null ? usual : split;
  }
}
