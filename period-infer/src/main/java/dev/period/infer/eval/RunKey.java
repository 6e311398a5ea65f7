package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.core.cache.ContentHash;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction depends on, as sixteen hexadecimal digits: an evaluation takes up what an
 * earlier one found out only where these agree.
 */
final class RunKey {
  /** Settings that say which items there are and what is worked out, not what is answered. */
  private static final Set<String> NO_MATTER = Set.of("limit", "protocol");

  private static final int DIGITS = 16;

  private final String settings;

  /** Keys by id: a measurement may be megabytes, and is asked for several times. */
  private final Map<String, String> recordings = new ConcurrentHashMap<>();

  /** The settings of a run: its model, and everything that its report says about it. */
  RunKey(String task, String model, Map<String, Object> config, Map<String, Object> provenance) {
    TreeMap<String, Object> matter = new TreeMap<>(config);
    matter.keySet().removeAll(NO_MATTER);
    settings = task + "\n" + model + "\n" + matter + "\n" + new TreeMap<>(provenance);
  }

  /** The key of an item: another question, another part or another file is another item. */
  String of(EvalItem item) {
    return key(
        "%s\n%s\n%s\n%s\n%d"
            .formatted(
                item.id(),
                item.question(),
                item.startSeconds(),
                item.endSeconds(),
                size(item.video())));
  }

  /** The key of a recording: corrected measurements, which are its labels, make it another one. */
  String of(PulseRecording recording) {
    return recordings.computeIfAbsent(
        recording.id(),
        id ->
            key(
                "%s\n%s\n%d\n%s"
                    .formatted(
                        id, recording.subject(), size(recording.file()), measured(recording))));
  }

  private static String measured(PulseRecording recording) {
    try {
      PulseReference found = recording.sensor().read();
      return found.waveRate() + Arrays.toString(found.wave()) + Arrays.toString(found.heartRates());
    } catch (PeriodException e) {
      return "nothing"; // it is skipped, and the report says why
    }
  }

  private String key(String item) {
    return ContentHash.of(settings + "\n" + item).substring(0, DIGITS);
  }

  private static long size(@Nullable Path file) {
    try {
      return file == null || !Files.isRegularFile(file) ? -1 : Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
