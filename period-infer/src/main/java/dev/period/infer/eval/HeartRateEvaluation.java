package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.core.cache.ContentHash;
import dev.period.data.rppg.PulseMethod;
import dev.period.data.rppg.PulseRecording;
import dev.period.infer.metrics.Bootstrap;
import dev.period.infer.metrics.HeartRateMetrics;
import dev.period.infer.metrics.Quantile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Judges heart rates found in recordings, beside baselines, and writes the report. */
public final class HeartRateEvaluation {
  private final HeartRateSettings settings;
  private final RunKey run;

  /** An evaluation with the given settings. */
  public HeartRateEvaluation(HeartRateSettings settings) {
    this.settings = settings;
    Map<String, Object> matter = config();
    matter.put("methods", settings.methods());
    this.run = new RunKey("rppg", settings.model(), matter, settings.provenance());
  }

  /** Is told about each recording as it is done. */
  @FunctionalInterface
  public interface Listener {
    /**
     * One more recording is done.
     *
     * @param done recordings done so far, this one and skipped ones included
     * @param total all recordings
     * @param id of this recording
     * @param problem why it was skipped; null if it was not
     */
    void done(int done, int total, String id, @Nullable String problem);

    /**
     * What an earlier run found out is used again; these recordings are not looked at.
     *
     * @param recordings how many
     * @param total all recordings
     */
    default void resumed(int recordings, int total) {}

    /**
     * The folder held answers that cannot be used: of another model, other code, settings or
     * recordings.
     *
     * @param folder where its files are now
     */
    default void setAside(Path folder) {}
  }

  /**
   * Evaluates {@code model}, as {@link Evaluation#run} does. Recordings that cannot be read are
   * skipped for all systems.
   *
   * @throws PeriodException of kind INPUT if the report cannot be written; of kind USAGE if another
   *     process is evaluating into the same folder
   */
  public HeartRateReport run(
      List<PulseRecording> recordings, HeartRateModel model, Listener listener) {
    return run(
        recordings,
        (open, sink) ->
            InOrder.forEach(
                open,
                settings.workers(),
                i -> judge(recordings.get(i), model).about(recordings.get(i)),
                sink::accept),
        listener);
  }

  /**
   * Evaluates what {@code judges} find out about the recordings, in the same way.
   *
   * @throws PeriodException as the other one
   */
  public HeartRateReport run(
      List<PulseRecording> recordings, Judges<RecordingOutcome> judges, Listener listener) {
    Path out = settings.out();
    try {
      if (out == null) {
        EarlierRecordings none = EarlierRecordings.none();
        return report(recordings, outcomes(recordings, none, judges, listener, outcome -> {}));
      }
      try (PredictionLog log = PredictionLog.open(out)) {
        HeartRateReport report = report(recordings, logged(log, recordings, judges, listener));
        ReportFiles.write(
            out, HeartRateJson.report(report), HeartRateHtml.page(report, recordings));
        return report;
      }
    } catch (IOException e) {
      throw ReportFiles.unwritable(out, e);
    }
  }

  private List<RecordingOutcome> logged(
      PredictionLog log,
      List<PulseRecording> recordings,
      Judges<RecordingOutcome> judges,
      Listener listener)
      throws IOException {
    EarlierRecordings earlier = EarlierRecordings.of(log.earlier(), recordings, run);
    Path aside = log.start(lines(earlier.outcomes().values()), earlier.leftOver());
    if (aside != null) {
      listener.setAside(aside);
    }
    if (!earlier.outcomes().isEmpty()) {
      listener.resumed(earlier.outcomes().size(), recordings.size());
    }
    List<RecordingOutcome> outcomes =
        outcomes(
            recordings, earlier, judges, listener, outcome -> log.append(lines(List.of(outcome))));
    log.complete(lines(outcomes));
    return outcomes;
  }

  private List<Map<String, Object>> lines(Iterable<RecordingOutcome> outcomes) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (RecordingOutcome outcome : outcomes) {
      PulseRecording recording = outcome.recording();
      lines.addAll(RecordingJson.lines(outcome, run.of(recording)));
    }
    return lines;
  }

  private List<RecordingOutcome> outcomes(
      List<PulseRecording> recordings,
      EarlierRecordings earlier,
      Judges<RecordingOutcome> judges,
      Listener listener,
      Judges.Sink<RecordingOutcome> sink)
      throws IOException {
    RecordingOutcome[] outcomes = new RecordingOutcome[recordings.size()];
    earlier.outcomes().forEach((i, outcome) -> outcomes[i] = outcome);
    List<Integer> open =
        IntStream.range(0, outcomes.length).filter(i -> outcomes[i] == null).boxed().toList();
    int[] done = {0};
    judges.judge(
        open,
        outcome -> {
          outcomes[open.get(done[0]++)] = outcome;
          sink.accept(outcome);
          listener.done(
              earlier.outcomes().size() + done[0],
              recordings.size(),
              outcome.recording().id(),
              outcome.problem());
        });
    return List.of(outcomes);
  }

  /**
   * Finds the heart rates of one recording. Recordings are independent of each other: any thread or
   * machine may judge any of them.
   */
  public RecordingJudgement judge(PulseRecording recording, HeartRateModel model) {
    List<String> warnings = new ArrayList<>();
    try {
      List<HeartRateWindow> windows = new RecordingWindows(settings, model).of(recording, warnings);
      return new RecordingJudgement(windows, warnings, null);
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return new RecordingJudgement(List.of(), List.of(), String.valueOf(e.getMessage()));
    }
  }

  private HeartRateReport report(List<PulseRecording> recordings, List<RecordingOutcome> outcomes) {
    List<HeartRateWindow> windows = new ArrayList<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (RecordingOutcome outcome : outcomes) {
      windows.addAll(outcome.windows());
      warnings.addAll(outcome.warnings());
      if (outcome.problem() != null) {
        skipped.put(outcome.recording().id(), outcome.problem());
      }
    }
    boolean answered = windows.stream().anyMatch(w -> !Double.isNaN(w.model().bpm()));
    return new HeartRateReport(
        settings.model(),
        answered ? metrics(windows, HeartRateWindow::model) : HeartRateMetrics.of(List.of()),
        baselines(windows),
        windows,
        skipped,
        warnings,
        config(),
        provenance(recordings, windows));
  }

  private Map<String, HeartRateMetrics> baselines(List<HeartRateWindow> windows) {
    Map<String, HeartRateMetrics> baselines = new LinkedHashMap<>();
    if (windows.stream().map(HeartRateWindow::subject).distinct().count() > 1) {
      baselines.put("constant_median", metrics(windows, window -> median(windows, window)));
    }
    if (settings.methods()) {
      for (PulseMethod method : PulseMethod.all()) {
        baselines.put(method.key(), metrics(windows, window -> window.methods().get(method.key())));
      }
    }
    return baselines;
  }

  /** The median of all other subjects: nothing is known about the one that is judged. */
  private static HeartRateAnswer median(List<HeartRateWindow> windows, HeartRateWindow judged) {
    double[] others =
        windows.stream()
            .filter(window -> !window.subject().equals(judged.subject()))
            .mapToDouble(HeartRateWindow::truth)
            .toArray();
    return new HeartRateAnswer(Quantile.of(others, 0.5), Double.NaN, Double.NaN);
  }

  private static HeartRateMetrics metrics(
      List<HeartRateWindow> windows, Function<HeartRateWindow, @Nullable HeartRateAnswer> system) {
    Map<String, List<HeartRateMetrics.Score>> byRecording = new LinkedHashMap<>();
    for (HeartRateWindow window : windows) {
      HeartRateAnswer answer = system.apply(window);
      if (answer != null) {
        byRecording
            .computeIfAbsent(window.recording(), id -> new ArrayList<>())
            .add(
                new HeartRateMetrics.Score(
                    answer.scored(), window.truth(), answer.snrDecibels(), answer.macc()));
      }
    }
    return HeartRateMetrics.of(List.copyOf(byRecording.values()));
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>(settings.config());
    config.put("window_seconds", settings.windowSeconds());
    config.put("region", settings.region().key());
    config.put("heart_rate", settings.reading().key());
    config.put("model_input", ModelHeartRate.INPUT);
    return config;
  }

  private Map<String, Object> provenance(
      List<PulseRecording> recordings, List<HeartRateWindow> windows) {
    Map<String, Object> provenance = new LinkedHashMap<>(settings.provenance());
    provenance.put("recordings", recordings.size());
    provenance.put(
        "regions",
        windows.stream()
            .collect(
                Collectors.groupingBy(
                    HeartRateWindow::region, TreeMap::new, Collectors.counting())));
    StringBuilder labels = new StringBuilder();
    for (HeartRateWindow window : windows) {
      labels.append(window.recording()).append('\t').append(window.startSeconds());
      labels.append('\t').append(window.truth()).append('\n');
    }
    provenance.put("labels_sha256", ContentHash.of(labels.toString()));
    provenance.put("constants_fitted_on", "the other subjects");
    provenance.put("bootstrap_resamples", Bootstrap.RESAMPLES);
    provenance.put("bootstrap_seed", Bootstrap.SEED);
    provenance.put("java", System.getProperty("java.version"));
    provenance.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return provenance;
  }
}
