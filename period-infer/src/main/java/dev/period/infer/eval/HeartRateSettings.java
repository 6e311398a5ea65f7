package dev.period.infer.eval;

import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.RegionRule;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to evaluate heart rates.
 *
 * @param model name of the model, for the report
 * @param out folder for the report, made where it is missing; null to write nothing
 * @param windowSeconds length of what is judged at once; null for whole recordings. The last window
 *     may be shorter.
 * @param region which pixels are averaged
 * @param reading how heart rates are read off waves, predicted and true
 * @param methods whether the unsupervised methods are judged as well
 * @param config shown in the report beside what is set here
 * @param provenance shown in the report beside what the evaluation adds itself; as that of {@link
 *     EvalSettings}
 * @param workers how many recordings are looked at at once, at least 1
 */
public record HeartRateSettings(
    String model,
    @Nullable Path out,
    @Nullable Double windowSeconds,
    RegionRule region,
    PulseWave.Reading reading,
    boolean methods,
    Map<String, Object> config,
    Map<String, Object> provenance,
    int workers) {

  /** One recording at a time. */
  public HeartRateSettings(
      String model,
      @Nullable Path out,
      @Nullable Double windowSeconds,
      RegionRule region,
      PulseWave.Reading reading,
      boolean methods,
      Map<String, Object> config,
      Map<String, Object> provenance) {
    this(model, out, windowSeconds, region, reading, methods, config, provenance, 1);
  }

  /** Copies the maps; their order is kept. */
  public HeartRateSettings {
    config = new LinkedHashMap<>(config);
    provenance = new LinkedHashMap<>(provenance);
  }

  /** The same with {@code n} recordings looked at at once. */
  public HeartRateSettings withWorkers(int n) {
    return new HeartRateSettings(
        model, out, windowSeconds, region, reading, methods, config, provenance, n);
  }
}
