package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.synthetic.RenderedClip;
import dev.period.data.synthetic.movers.MoversSource;
import dev.period.data.text.TextRepetition;
import java.util.ArrayList;
import java.util.List;

/** Held-out synthetic data as evaluation items. */
public final class SampleDataset {
  private SampleDataset() {}

  /** Text-repetition questions with words that no training sees. */
  public static SampleSource text() {
    return TextRepetition.heldOut();
  }

  /**
   * Rendered clips that no training sees.
   *
   * @param visualFrames frames that the model wants as visual tokens
   */
  public static SampleSource synthetic(long seed, int visualFrames) {
    return MacroSource.heldOut(seed, visualFrames);
  }

  /**
   * Clips of two movers that no training sees.
   *
   * @param visualFrames frames that the model wants as visual tokens
   */
  public static SampleSource movers(long seed, int visualFrames) {
    return index -> MoversSource.heldOut(seed, visualFrames, index).sample();
  }

  /** The first {@code n} samples as items. */
  public static List<EvalItem> items(SampleSource source, int n) {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Sample sample = source.sample(i);
      items.add(
          new EvalItem(
              sample.id(),
              null,
              null,
              null,
              sample.question(),
              "",
              sample.count(),
              List.of(sample.answer())));
    }
    return items;
  }

  /** All frames of the clips behind {@link #synthetic}, for the classical baselines. */
  public static FrameSource frames(long seed) {
    return item -> {
      RenderedClip clip = MacroSource.heldOutClip(seed, ModelCounter.index(item.id()));
      byte[] rgb = new byte[3 * clip.grey().length];
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = clip.grey()[i / 3];
      }
      double[] times = new double[clip.frames()];
      for (int i = 0; i < times.length; i++) {
        times[i] = i / MacroSource.FRAMES_PER_SECOND;
      }
      int side = dev.period.core.periodicity.FrameFeatures.SIZE;
      return new FrameSequence(
          rgb, side, side, times, clip.frames() / MacroSource.FRAMES_PER_SECOND);
    };
  }
}
