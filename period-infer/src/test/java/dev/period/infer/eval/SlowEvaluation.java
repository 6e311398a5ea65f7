package dev.period.infer.eval;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An evaluation that takes its time, in a process of its own, so that it can be killed. */
final class SlowEvaluation {
  private SlowEvaluation() {}

  static List<EvalItem> items() {
    List<EvalItem> items = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      items.add(new EvalItem("clip-" + i, null, "how many?", i % 2 == 0 ? "squat" : "jump", i));
    }
    return items;
  }

  static Prediction answer(EvalItem item) {
    int count = item.id().length() + (int) ModelCounter.index(item.id());
    double[] belief = new double[count + 2];
    belief[count] = 0.7;
    belief[count + 1] = 0.3;
    ClipCurve curve =
        new ClipCurve(9.5, 0.1, 9.4, new double[] {0.25, 1.0 / 3}, List.of(new double[] {0, 1.5}));
    return new Prediction("It is " + count, count, count, count + 1, true, belief, curve);
  }

  static Evaluation evaluation(Path out, int workers) {
    return new Evaluation(
        new EvalSettings("slow", "m", out, List.of(), null, Map.of("seed", 1), Map.of())
            .withWorkers(workers));
  }

  /** Evaluates into the folder {@code args[0]}. */
  public static void main(String[] args) {
    Counter slow =
        item -> {
          try {
            Thread.sleep(100);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return answer(item);
        };
    evaluation(Path.of(args[0]), 2).run(items(), slow, Progress.silent());
  }
}
