package dev.period.cli;

import dev.period.data.work.Items;
import dev.period.data.work.Work;
import dev.period.infer.Period;
import dev.period.infer.eval.Counter;
import dev.period.infer.eval.EvalSettings;
import dev.period.infer.eval.Evaluation;
import dev.period.infer.eval.Judgement;
import java.util.List;
import java.util.Map;

/** The items of an evaluation as work for other processes, each of which loads the model once. */
record EvalWork(EvalRequest request) implements Work<Judgement> {
  @Override
  public Items<Judgement> open() {
    Period period = request.load();
    EvalPlan plan = request.plan();
    Counter counter = plan.counter().apply(period);
    Evaluation evaluation =
        new Evaluation(
            new EvalSettings(
                request.task().name(),
                "",
                null,
                List.of(),
                request.baselines() ? plan.frames() : null,
                Map.of(),
                Map.of()));
    return new Items<>() {
      @Override
      public Judgement make(long index) {
        return Judgement.of(evaluation.judge(plan.items().get((int) index), counter));
      }

      @Override
      public void close() {
        period.close();
      }
    };
  }
}
