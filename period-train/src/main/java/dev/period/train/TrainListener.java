package dev.period.train;

import java.util.Map;

/** Hears how a run goes, on the thread that trains. */
public interface TrainListener {
  /** Hears everything and says nothing. */
  TrainListener SILENT =
      new TrainListener() {
        @Override
        public void started(String summary) {}

        @Override
        public void step(long step, long maxSteps, Map<String, Double> metrics) {}

        @Override
        public void message(String line) {}
      };

  /** The run begins; {@code summary} says model, data and sizes in a few lines. */
  void started(String summary);

  /** A step is done; {@code metrics} as in metrics.jsonl. */
  void step(long step, long maxSteps, Map<String, Double> metrics);

  /** Something worth a line: a checkpoint, a video that is left out; called on any thread. */
  void message(String line);
}
