package dev.period.infer.eval;

import dev.period.data.rppg.PulseRecording;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a recording, without the recording: it may be on its way from another
 * process.
 *
 * @param windows that are scored; empty where the recording is skipped
 * @param warnings about a file that was used
 * @param problem why the recording is skipped; null if it is not
 */
public record RecordingJudgement(
    List<HeartRateWindow> windows, List<String> warnings, @Nullable String problem)
    implements Serializable {
  /** Copies the lists. */
  public RecordingJudgement {
    windows = List.copyOf(windows);
    warnings = List.copyOf(warnings);
  }

  /** What became of {@code recording}. */
  public RecordingOutcome about(PulseRecording recording) {
    return new RecordingOutcome(recording, windows, warnings, problem);
  }
}
