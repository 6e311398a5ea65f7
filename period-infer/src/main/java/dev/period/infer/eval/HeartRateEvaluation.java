package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.data.rppg.PulseMethod;
import dev.period.data.rppg.PulseRecording;
import dev.period.infer.metrics.Bootstrap;
import dev.period.infer.metrics.HeartRateMetrics;
import dev.period.infer.metrics.Quantile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges heart rates found in recordings, beside baselines, and writes the report. */
public final class HeartRateEvaluation {
  private final HeartRateSettings settings;

  /** An evaluation with the given settings. */
  public HeartRateEvaluation(HeartRateSettings settings) {
    this.settings = settings;
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
  }

  /**
   * Evaluates {@code model}. Recordings that cannot be read are skipped for all systems.
   *
   * @throws PeriodException of kind INPUT if the report cannot be written
   */
  public HeartRateReport run(
      List<PulseRecording> recordings, HeartRateModel model, Listener listener) {
    Path out = settings.out();
    try {
      if (out == null) {
        return report(recordings, model, listener, line -> {});
      }
      Files.createDirectories(out);
      HeartRateReport report;
      try (PredictionLog log = new PredictionLog(out)) {
        report = report(recordings, model, listener, log::append);
        log.complete();
      }
      ReportFiles.write(out, HeartRateJson.report(report), HeartRateHtml.page(report));
      return report;
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "cannot write the report to %s (%s); choose another folder".formatted(out, e),
          e);
    }
  }

  private interface Sink {
    void accept(Map<String, Object> line) throws IOException;
  }

  private HeartRateReport report(
      List<PulseRecording> recordings, HeartRateModel model, Listener listener, Sink sink)
      throws IOException {
    RecordingWindows cut = new RecordingWindows(settings, model);
    List<HeartRateWindow> windows = new ArrayList<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < recordings.size(); i++) {
      String id = recordings.get(i).id();
      try {
        List<HeartRateWindow> found = cut.of(recordings.get(i), warnings);
        windows.addAll(found);
        for (HeartRateWindow window : found) {
          sink.accept(HeartRateJson.line(window));
        }
      } catch (PeriodException e) {
        if (e.kind() != PeriodException.Kind.INPUT) {
          throw e;
        }
        skipped.put(id, String.valueOf(e.getMessage()));
        sink.accept(HeartRateJson.skipped(id, skipped.get(id)));
      }
      listener.done(i + 1, recordings.size(), id, skipped.get(id));
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
    provenance.put("labels_sha256", Evaluation.sha256(labels.toString()));
    provenance.put("constants_fitted_on", "the other subjects");
    provenance.put("bootstrap_resamples", Bootstrap.RESAMPLES);
    provenance.put("bootstrap_seed", Bootstrap.SEED);
    provenance.put("java", System.getProperty("java.version"));
    provenance.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return provenance;
  }
}
