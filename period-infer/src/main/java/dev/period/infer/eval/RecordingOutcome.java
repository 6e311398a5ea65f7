package dev.period.infer.eval;

import dev.period.data.rppg.PulseRecording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a recording.
 *
 * @param recording that was looked at
 * @param windows that are scored; empty where it was skipped
 * @param warnings about a file that was used
 * @param problem why it was skipped; null if it was not
 */
public record RecordingOutcome(
    PulseRecording recording,
    List<HeartRateWindow> windows,
    List<String> warnings,
    @Nullable String problem) {
  /** Copies the lists. */
  public RecordingOutcome {
    windows = List.copyOf(windows);
    warnings = List.copyOf(warnings);
  }
}
