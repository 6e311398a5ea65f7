package dev.period.infer.eval;

import dev.period.core.model.CountDistribution;
import dev.period.core.model.NumberAwareDecoding;
import dev.period.data.Sample;
import dev.period.data.SampleSource;
import dev.period.data.synthetic.MacroSource;
import dev.period.data.text.TextRepetition;
import dev.period.infer.Period;
import dev.period.infer.baselines.LabelledCount;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A task whose items are made by seed and are not files: held-out text or synthetic clips. */
public final class SampleTask {
  /** Enough counts for a stable constant. */
  private static final int TRAINING_COUNTS = 500;

  private final SampleSource heldOut;
  private final List<LabelledCount> training;
  private final int size;

  private SampleTask(SampleSource heldOut, List<LabelledCount> training, int size) {
    this.heldOut = heldOut;
    this.training = training;
    this.size = size;
  }

  /** Repeated words that training never shows. */
  public static SampleTask text(int size) {
    SampleSource train = TextRepetition.train();
    List<LabelledCount> counts =
        LongStream.range(0, TRAINING_COUNTS)
            .mapToObj(i -> new LabelledCount("", train.sample(i).count()))
            .toList();
    return new SampleTask(TextRepetition.heldOut(), counts, size);
  }

  /** Rendered clips of seeds that training never sees. Constants are judged leave-one-out. */
  public static SampleTask synthetic(int size, long seed, Period period) {
    SampleSource heldOut = MacroSource.heldOut(seed, period.config().visualFrames());
    return new SampleTask(heldOut, List.of(), size);
  }

  /** The items, named by their index. */
  public List<EvalItem> items() {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Sample sample = heldOut.sample(i);
      items.add(
          new EvalItem(
              Integer.toString(i),
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

  /** Counts of the training split, for the constant baselines; empty where it has none of ours. */
  public List<LabelledCount> training() {
    return training;
  }

  /** A counter that shows {@code period} the sample behind each of {@link #items()}. */
  public Counter counter(Period period) {
    // made again and not kept: a thousand clips would not fit into a small heap
    return item -> prediction(period.answer(heldOut.sample(Long.parseLong(item.id()))));
  }

  private static Prediction prediction(NumberAwareDecoding.Generated generated) {
    CountDistribution counts = generated.counts();
    if (counts == null) {
      return new Prediction(generated.answer(), null, null, null, false, null);
    }
    int median = counts.median();
    return new Prediction(
        generated.answer(),
        median,
        counts.quantile(0.1),
        counts.quantile(0.9),
        counts.within(median, 1) >= 0.5,
        counts.probabilities());
  }
}
