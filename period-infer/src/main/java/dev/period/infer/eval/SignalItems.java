package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.periodicity.FrameFeatures;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalDataset;
import dev.period.data.signal.SignalFrames;
import dev.period.data.text.CountingQuestions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signals as evaluation items. A long recording is looked at in windows of equal length, and what
 * is counted in them is added up: a model sees a limited number of moments at once.
 */
public final class SignalItems {
  /** At most so long, in seconds, by what is counted: some 10 to 30 of it. */
  private static final Map<String, Double> WINDOW = Map.of("beats", 15.0, "breaths", 48.0);

  private static final double OTHER_WINDOW = 60;

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
              ClipsDataset.QUESTION,
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
    Signal signal = source.read();
    String quantity = source.quantity().toLowerCase(Locale.ROOT);
    double longest = WINDOW.getOrDefault(quantity, OTHER_WINDOW);
    int n = (int) Math.ceil(signal.seconds() / longest - 1e-6);
    List<Signal> windows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      windows.add(
          signal.part(
              i * signal.seconds() / n,
              i == n - 1 ? signal.seconds() : (i + 1) * signal.seconds() / n));
    }
    return windows;
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
