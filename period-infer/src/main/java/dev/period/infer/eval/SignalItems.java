package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalDataset;
import dev.period.data.signal.SignalFrames;
import dev.period.data.text.CountingQuestions;
import dev.period.infer.SignalQuantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Signals as evaluation items. A long recording is looked at in windows of equal length, and what
 * is counted in them is added up: a model sees a limited number of moments at once.
 */
public final class SignalItems {
  private final Map<String, SignalDataset.Item> signals = new LinkedHashMap<>();

  /** The signals of a folder, see {@link SignalDataset}. */
  public SignalItems(Path folder) {
    SignalDataset.read(folder).forEach(item -> signals.put(item.id(), item));
  }

  /** All items; what is counted is their class. */
  public List<EvalItem> items() {
    List<EvalItem> items = new ArrayList<>();
    for (SignalDataset.Item signal : signals.values()) {
      items.add(
          new EvalItem(
              signal.id(),
              signal.file(),
              signal.start(),
              signal.end(),
              CountingQuestions.PLAIN,
              signal.quantity(),
              signal.count(),
              CountingQuestions.answers(signal.count())));
    }
    return items;
  }

  /**
   * The windows of an item's signal, in order.
   *
   * @throws dev.period.core.PeriodException of kind INPUT if the file cannot be read
   */
  List<Signal> windows(EvalItem item) {
    SignalDataset.Item source = signals.get(item.id());
    if (source == null) {
      throw new IllegalArgumentException("there is no signal " + item.id());
    }
    return SignalQuantity.of(source.quantity()).windows(source.read());
  }

  /** The windows drawn as videos, for the classical baselines. */
  public FrameSource frames() {
    return new FrameSource() {
      @Override
      public FrameSequence frames(EvalItem item) {
        return parts(item).get(0);
      }

      @Override
      public List<FrameSequence> parts(EvalItem item) {
        return windows(item).stream()
            .map(window -> SignalFrames.render(window, 256, FrameFeatures.SIZE))
            .toList();
      }
    };
  }
}
