package dev.period.cli;

import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.RegionRule;
import dev.period.data.work.Items;
import dev.period.data.work.Work;
import dev.period.infer.Period;
import dev.period.infer.eval.HeartRateEvaluation;
import dev.period.infer.eval.HeartRateSettings;
import dev.period.infer.eval.ModelHeartRate;
import dev.period.infer.eval.RecordingJudgement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recordings of a heart-rate evaluation as work for other processes. */
record RppgWork(
    EvalRequest request, @Nullable Double window, RegionRule region, PulseWave.Reading reading)
    implements Work<RecordingJudgement> {

  static RppgWork of(EvalRequest request, HeartRateSettings settings) {
    return new RppgWork(request, settings.windowSeconds(), settings.region(), settings.reading());
  }

  @Override
  public Items<RecordingJudgement> open() {
    List<PulseRecording> recordings = request.recordings().recordings();
    HeartRateEvaluation evaluation =
        new HeartRateEvaluation(
            new HeartRateSettings(
                "", null, window, region, reading, request.baselines(), Map.of(), Map.of()));
    Period period = request.load();
    ModelHeartRate model = new ModelHeartRate(period);
    return new Items<>() {
      @Override
      public RecordingJudgement make(long index) {
        return evaluation.judge(recordings.get((int) index), model);
      }

      @Override
      public void close() {
        period.close();
      }
    };
  }
}
