package dev.period.train;

import dev.period.core.generate.CountDistribution;
import dev.period.core.model.PeriodModel;
import dev.period.data.Sample;
import dev.period.data.rppg.PulseWaves;
import dev.period.data.synthetic.pulse.PulseSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Heart rates of rendered faces that training never sees, in beats per minute, and whether painted
 * faces are seen to have none. A face that the model sees no pulse in scores as 0 beats per minute,
 * as in {@code period eval rppg}; {@code unanswered} says how many these are.
 */
final class HeldOutPulse implements Evaluator {
  /** An error that a person would still call right, in beats per minute. */
  private static final double NEAR = 5;

  private final List<PulseSource.Held> faces = new ArrayList<>();
  private final Asking asking;

  HeldOutPulse(long seed, int n, PulseSource.View view, Asking asking) {
    this.asking = asking;
    for (int i = 0; i < n; i++) {
      faces.add(PulseSource.heldOut(seed, i, view));
    }
  }

  @Override
  public Evaluation evaluate(PeriodModel model) {
    HeldOutQuestions questions = new HeldOutQuestions(model, asking);
    double absolute = 0;
    int near = 0;
    double answered = 0;
    int living = 0;
    int unseen = 0;
    int refused = 0;
    for (PulseSource.Held face : faces) {
      Sample sample = face.sample();
      CountDistribution counts = questions.ask(sample).counts();
      double beats = beats(counts);
      if (face.bpm() > 0) {
        double error = Math.abs(60 * beats / face.seconds() - face.bpm());
        absolute += error;
        near += error <= NEAR ? 1 : 0;
        answered += beats == 0 ? 0 : error;
        unseen += beats == 0 ? 1 : 0;
        living++;
      } else {
        refused += beats == 0 ? 1 : 0;
      }
    }
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("eval/micro/mae_bpm", absolute / living);
    metrics.put("eval/micro/within_5_bpm", (double) near / living);
    metrics.put("eval/micro/unanswered", (double) unseen / living);
    if (unseen < living) {
      metrics.put("eval/micro/mae_bpm_answered", answered / (living - unseen));
    }
    if (living < faces.size()) {
      metrics.put("eval/micro/painted_acc", (double) refused / (faces.size() - living));
    }
    return new Evaluation(metrics, questions.shown());
  }

  /** With fractions, as answers to users are; 0 where the model sees no pulse. */
  private static double beats(@Nullable CountDistribution counts) {
    return counts == null || counts.median() == 0 ? 0 : counts.mean(PulseWaves.AROUND);
  }
}
