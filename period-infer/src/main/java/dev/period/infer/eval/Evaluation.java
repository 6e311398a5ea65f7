package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.infer.baselines.ClassicalCounter;
import dev.period.infer.baselines.ConstantBaseline;
import dev.period.infer.baselines.LabelledCount;
import dev.period.infer.metrics.Bootstrap;
import dev.period.infer.metrics.Caption;
import dev.period.infer.metrics.CaptionMetrics;
import dev.period.infer.metrics.CountMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a counter over items, scores it beside the baselines and writes the report. */
public final class Evaluation {
  private final EvalSettings settings;

  /** An evaluation with the given settings. */
  public Evaluation(EvalSettings settings) {
    this.settings = settings;
  }

  /**
   * Evaluates {@code counter}. Items that cannot be read are skipped, for the baselines as well, so
   * that all figures are about the same items. Predictions are written as they come; the report
   * appears when all are there.
   *
   * @throws PeriodException of kind INPUT if the report cannot be written
   */
  public EvalReport run(List<EvalItem> items, Counter counter, Progress progress) {
    Path out = settings.out();
    try {
      if (out == null) {
        return report(items, outcomes(items, counter, progress, outcome -> {}));
      }
      Files.createDirectories(out);
      List<Outcome> outcomes;
      try (PredictionLog log = new PredictionLog(out)) {
        outcomes =
            outcomes(items, counter, progress, outcome -> log.append(ReportJson.line(outcome)));
        log.complete();
      }
      EvalReport report = report(items, outcomes);
      ReportFiles.write(out, ReportJson.report(report), ReportHtml.page(report));
      return report;
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "cannot write the report to %s (%s); choose another folder".formatted(out, e),
          e);
    }
  }

  private interface Sink {
    void accept(Outcome outcome) throws IOException;
  }

  private List<Outcome> outcomes(
      List<EvalItem> items, Counter counter, Progress progress, Sink sink) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (EvalItem item : items) {
      Outcome outcome = outcome(item, counter);
      outcomes.add(outcome);
      sink.accept(outcome);
      progress.done(outcomes.size(), items.size(), outcome);
    }
    return outcomes;
  }

  private Outcome outcome(EvalItem item, Counter counter) {
    Path video = item.video();
    if (video != null && !Files.isRegularFile(video)) {
      return new Outcome.Skipped(item, "the file is missing");
    }
    try {
      Prediction prediction = counter.predict(item.withoutLabels());
      FrameSource frames = settings.frames();
      Map<String, Integer> baselines =
          frames == null ? Map.of() : ClassicalBaselines.count(frames.parts(item.withoutLabels()));
      return new Outcome.Scored(item, prediction, baselines);
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return new Outcome.Skipped(item, String.valueOf(e.getMessage()));
    }
  }

  private EvalReport report(List<EvalItem> items, List<Outcome> outcomes) {
    List<Outcome.Scored> scored = new ArrayList<>();
    List<Outcome.Skipped> skipped = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Scored counted) {
        scored.add(counted);
      } else if (outcome instanceof Outcome.Skipped left) {
        skipped.add(left);
      }
    }
    double[] truth = scored.stream().mapToDouble(outcome -> outcome.item().truth()).toArray();
    double[] predicted = scored.stream().mapToDouble(Outcome.Scored::scoredCount).toArray();
    return new EvalReport(
        settings.task(),
        settings.model(),
        CountMetrics.of(predicted, truth),
        captions(scored),
        IntervalQuality.of(scored),
        baselines(scored, truth),
        scored,
        skipped,
        settings.config(),
        provenance(items));
  }

  private Map<String, CountMetrics> baselines(List<Outcome.Scored> scored, double[] truth) {
    List<LabelledCount> labels = new ArrayList<>();
    for (Outcome.Scored outcome : scored) {
      labels.add(new LabelledCount(outcome.item().action(), outcome.item().truth()));
    }
    Map<String, CountMetrics> baselines = new LinkedHashMap<>();
    for (ConstantBaseline constant : ConstantBaseline.values()) {
      double[] answers =
          settings.training().isEmpty()
              ? constant.leaveOneOut(labels)
              : constant.fitted(settings.training(), labels);
      baselines.put(constant.key(), CountMetrics.of(answers, truth));
    }
    if (settings.frames() != null) {
      for (ClassicalCounter counter : ClassicalCounter.all()) {
        double[] answers =
            scored.stream()
                .mapToDouble(outcome -> outcome.baselines().getOrDefault(counter.key(), 0))
                .toArray();
        baselines.put(counter.key(), CountMetrics.of(answers, truth));
      }
    }
    return baselines;
  }

  private static Optional<CaptionMetrics> captions(List<Outcome.Scored> scored) {
    List<Caption> captions = new ArrayList<>();
    for (Outcome.Scored outcome : scored) {
      if (!outcome.item().references().isEmpty()) {
        captions.add(Caption.of(outcome.prediction().answer(), outcome.item().references()));
      }
    }
    return captions.isEmpty() ? Optional.empty() : Optional.of(CaptionMetrics.of(captions));
  }

  private Map<String, Object> provenance(List<EvalItem> items) {
    Map<String, Object> provenance = new LinkedHashMap<>(settings.provenance());
    provenance.put("items", items.size());
    provenance.put("labels_sha256", labelHash(items));
    provenance.put(
        "constants_fitted_on",
        settings.training().isEmpty()
            ? "leave-one-out"
            : settings.training().size() + " training items");
    provenance.put("bootstrap_resamples", Bootstrap.RESAMPLES);
    provenance.put("bootstrap_seed", Bootstrap.SEED);
    provenance.put("java", System.getProperty("java.version"));
    provenance.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return provenance;
  }

  /** Two reports can be compared only if they are about the same items and labels. */
  private static String labelHash(List<EvalItem> items) {
    StringBuilder labels = new StringBuilder();
    for (EvalItem item : items) {
      labels.append(item.id()).append('\t').append(item.action()).append('\t');
      labels.append(item.truth()).append('\n');
    }
    return sha256(labels.toString());
  }

  /** The SHA-256 of a text in UTF-8, in hexadecimal. */
  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
