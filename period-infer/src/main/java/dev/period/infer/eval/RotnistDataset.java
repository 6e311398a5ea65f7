package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.data.rotnist.DigitImages;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.IdxImages;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.text.CountingQuestions;
import dev.period.infer.baselines.LabelledCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Rotating digits as evaluation items, drawn when they are looked at. */
public final class RotnistDataset {
  private static final int TRAINING_COUNTS = 500;

  private final RotatingDigits digits;
  private final RotatingDigits training;

  /**
   * Clips of a seed.
   *
   * @param mnist folder of MNIST's IDX files, of which the test images are taken; null for digits
   *     of our own drawing
   */
  public RotnistDataset(@Nullable Path mnist, long seed) {
    DigitImages images = mnist == null ? new DrawnDigits(seed) : IdxImages.read(mnist, false);
    digits = new RotatingDigits(images, seed);
    training = new RotatingDigits(images, ~seed);
  }

  /** The first {@code n} clips. */
  public List<EvalItem> items(int n) {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int count = digits.clip(i).count();
      items.add(
          new EvalItem(
              "rotnist-" + i,
              null,
              null,
              null,
              CountingQuestions.PLAIN,
              "",
              count,
              CountingQuestions.answers(count)));
    }
    return items;
  }

  /** The frames of a clip. */
  public FrameSequence frames(EvalItem item, int size) {
    return RotatingDigits.render(digits.clip(ModelCounter.index(item.id())), size);
  }

  /** Counts of other clips, on which constants are fitted. */
  public List<LabelledCount> trainingCounts() {
    return LongStream.range(0, TRAINING_COUNTS)
        .mapToObj(i -> new LabelledCount("", training.clip(i).count()))
        .toList();
  }
}
