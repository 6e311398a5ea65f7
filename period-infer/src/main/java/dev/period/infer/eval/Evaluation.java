package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.core.cache.ContentHash;
import dev.period.infer.baselines.ClassicalCounter;
import dev.period.infer.baselines.ConstantBaseline;
import dev.period.infer.baselines.LabelledCount;
import dev.period.infer.metrics.Bootstrap;
import dev.period.infer.metrics.Calibration;
import dev.period.infer.metrics.Caption;
import dev.period.infer.metrics.CaptionMetrics;
import dev.period.infer.metrics.CountMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs a counter over items, scores it beside the baselines and writes the report. */
public final class Evaluation {
  private final EvalSettings settings;
  private final RunKey run;

  /** An evaluation with the given settings. */
  public Evaluation(EvalSettings settings) {
    this.settings = settings;
    this.run =
        new RunKey(settings.task(), settings.model(), settings.config(), settings.provenance());
  }

  /**
   * Evaluates {@code counter}. Items that cannot be read are skipped, for the baselines as well, so
   * that all figures are about the same items. Predictions are written as they come, in the order
   * of the items; the report appears when all are there.
   *
   * <p>Answers that an earlier run left in the folder are used again where they are about the same
   * model, settings and item. Any others are kept in a folder of their own, see {@link Progress}.
   *
   * @throws PeriodException of kind INPUT if the report cannot be written; of kind USAGE if another
   *     process is evaluating into the same folder
   */
  public EvalReport run(List<EvalItem> items, Counter counter, Progress progress) {
    return run(
        items,
        (open, earlier, sink) ->
            InOrder.forEach(
                open,
                settings.workers(),
                i -> judge(items.get(i), earlier.answers().get(i), counter),
                sink::accept),
        progress);
  }

  /**
   * Evaluates what {@code judges} find out about the items, in the same way.
   *
   * @throws PeriodException as the other one
   */
  public EvalReport run(List<EvalItem> items, Judges<Outcome> judges, Progress progress) {
    return run(items, (open, earlier, sink) -> judges.judge(open, sink), progress);
  }

  /** Judges who may use a part of what is known already. */
  private interface Judging {
    void judge(List<Integer> open, EarlierRun earlier, Judges.Sink<Outcome> sink)
        throws IOException;
  }

  private EvalReport run(List<EvalItem> items, Judging judges, Progress progress) {
    Path out = settings.out();
    try {
      if (out == null) {
        EarlierRun none = EarlierRun.none();
        return report(items, outcomes(items, none, judges, progress, outcome -> {}));
      }
      try (PredictionLog log = PredictionLog.open(out)) {
        EvalReport report = report(items, logged(log, items, judges, progress));
        ReportFiles.write(
            out, ReportJson.report(report), ReportHtml.page(report, settings.pictures()));
        return report;
      }
    } catch (IOException e) {
      throw ReportFiles.unwritable(out, e);
    }
  }

  private List<Outcome> logged(
      PredictionLog log, List<EvalItem> items, Judging judges, Progress progress)
      throws IOException {
    EarlierRun earlier = EarlierRun.of(log.earlier(), items, run);
    Path aside = log.start(lines(earlier.answers().values()), earlier.leftOver());
    if (aside != null) {
      progress.setAside(aside);
    }
    if (!earlier.answers().isEmpty()) {
      progress.resumed(earlier.answers().size(), items.size());
    }
    List<Outcome> outcomes =
        outcomes(items, earlier, judges, progress, outcome -> log.append(lines(List.of(outcome))));
    log.complete(lines(outcomes));
    return outcomes;
  }

  private List<Map<String, Object>> lines(Iterable<? extends Outcome> outcomes) {
    List<Map<String, Object>> lines = new ArrayList<>();
    outcomes.forEach(outcome -> lines.add(OutcomeJson.line(outcome, run.of(outcome.item()))));
    return lines;
  }

  private List<Outcome> outcomes(
      List<EvalItem> items,
      EarlierRun earlier,
      Judging judges,
      Progress progress,
      Judges.Sink<Outcome> sink)
      throws IOException {
    Map<Integer, Outcome> known = new LinkedHashMap<>();
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Outcome.Scored before = earlier.answers().get(i);
      if (before == null || lacksBaselines(before)) {
        open.add(i);
      } else {
        known.put(i, before);
      }
    }
    Outcome[] outcomes = new Outcome[items.size()];
    known.forEach((i, outcome) -> outcomes[i] = outcome);
    int[] done = {known.size()};
    judges.judge(
        open,
        earlier,
        outcome -> {
          outcomes[open.get(done[0] - known.size())] = outcome;
          sink.accept(outcome);
          progress.done(++done[0], items.size(), outcome);
        });
    return List.of(outcomes);
  }

  private boolean lacksBaselines(Outcome.Scored before) {
    return settings.frames() != null
        && ClassicalCounter.all().stream()
            .anyMatch(classical -> !before.baselines().containsKey(classical.key()));
  }

  /**
   * Asks about one item, and the classical baselines too where the settings have frames for them.
   * Items are independent of each other: any thread or machine may judge any of them.
   *
   * @throws PeriodException as {@link Counter#predict} does, other than of kind INPUT
   */
  public Outcome judge(EvalItem item, Counter counter) {
    return judge(item, null, counter);
  }

  private Outcome judge(EvalItem item, Outcome.@Nullable Scored before, Counter counter) {
    Path video = item.video();
    if (video != null && !Files.isRegularFile(video)) {
      return new Outcome.Skipped(item, Outcome.Skipped.MISSING);
    }
    try {
      Prediction prediction =
          before == null ? counter.predict(item.withoutLabels()) : before.prediction();
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

  /**
   * Scores what became of all items.
   *
   * @param outcomes in the order of {@code items}
   */
  public EvalReport report(List<EvalItem> items, List<Outcome> outcomes) {
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
    Map<String, double[]> answers = baselineAnswers(scored);
    Map<String, CountMetrics> baselines = new LinkedHashMap<>();
    answers.forEach((name, counts) -> baselines.put(name, CountMetrics.of(counts, truth)));
    return new EvalReport(
        settings.task(),
        settings.model(),
        CountMetrics.of(predicted, truth),
        captions(scored),
        IntervalQuality.of(scored),
        TimesQuality.of(scored),
        calibration(scored),
        baselines,
        answers,
        settings.periodLlm() ? Optional.of(PeriodLlmFigures.of(scored, answers)) : Optional.empty(),
        scored,
        skipped,
        settings.config(),
        provenance(items));
  }

  private Map<String, double[]> baselineAnswers(List<Outcome.Scored> scored) {
    List<LabelledCount> labels = new ArrayList<>();
    for (Outcome.Scored outcome : scored) {
      labels.add(new LabelledCount(outcome.item().action(), outcome.item().truth()));
    }
    Map<String, double[]> answers = new LinkedHashMap<>();
    for (ConstantBaseline constant : ConstantBaseline.values()) {
      answers.put(
          constant.key(),
          settings.training().isEmpty()
              ? constant.leaveOneOut(labels)
              : constant.fitted(settings.training(), labels));
    }
    if (settings.frames() != null) {
      for (ClassicalCounter classical : ClassicalCounter.all()) {
        answers.put(
            classical.key(),
            scored.stream()
                .mapToDouble(outcome -> outcome.baselines().getOrDefault(classical.key(), 0))
                .toArray());
      }
    }
    return answers;
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

  /** Confidence is the probability of the count that is stated. */
  private static Optional<Calibration> calibration(List<Outcome.Scored> scored) {
    List<Outcome.Scored> believing =
        scored.stream().filter(outcome -> outcome.confidence() != null).toList();
    double[] confidence = new double[believing.size()];
    boolean[] right = new boolean[believing.size()];
    IntStream.range(0, right.length)
        .forEach(
            i -> {
              Double belief = believing.get(i).confidence();
              confidence[i] = belief == null ? 0 : belief;
              right[i] = believing.get(i).scoredCount() == believing.get(i).item().truth();
            });
    return Calibration.of(confidence, right);
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
      labels.append(item.truth());
      item.cycleEnds().forEach(end -> labels.append('\t').append(end));
      labels.append('\n');
    }
    return ContentHash.of(labels.toString());
  }
}
