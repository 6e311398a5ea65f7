package dev.period.infer.eval;

import dev.period.core.PeriodException;
import dev.period.data.rppg.ColourTrace;
import dev.period.data.rppg.PulseMethod;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseReference;
import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.PulseWaves;
import dev.period.data.rppg.VideoTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one recording into windows and works each of them out.
 *
 * <p>As in rPPG-Toolbox methods see the whole recording, and their waves are cut. A window of fewer
 * than {@link PulseWave#MIN_SAMPLES} frames is dropped; the toolbox drops those below 9, and its
 * filter fails at 9.
 */
final class RecordingWindows {
  private final HeartRateSettings settings;
  private final HeartRateModel model;

  RecordingWindows(HeartRateSettings settings, HeartRateModel model) {
    this.settings = settings;
    this.model = model;
  }

  /**
   * The windows of a recording whose true heart rate is known.
   *
   * @param warnings gets what should be known about the file
   * @throws PeriodException of kind INPUT if the recording cannot be used
   */
  List<HeartRateWindow> of(PulseRecording recording, List<String> warnings) {
    PulseReference reference = recording.sensor().read();
    VideoTrace video = recording.video().read(settings.region());
    warnings.addAll(video.warnings());
    ColourTrace trace = video.trace();
    double rate = trace.framesPerSecond();
    // says in one sentence if the video is too short or too slow for any method
    PulseWave.of(trace.rgb()[1], rate);
    double[] sensor = reference.waveOf(trace);
    Map<String, double[]> pulses = pulses(trace);
    PulseWaves waves = waves(trace);

    int frames = sensor == null ? trace.frames() : Math.min(trace.frames(), sensor.length);
    Double seconds = settings.windowSeconds();
    int length =
        seconds == null ? frames : (int) Math.max(1, Math.min(frames, Math.rint(seconds * rate)));
    List<HeartRateWindow> windows = new ArrayList<>();
    for (int from = 0; frames - from >= PulseWave.MIN_SAMPLES; from += length) {
      int to = Math.min(from + length, frames);
      PulseWave truthWave = sensor == null ? null : wave(sensor, from, to, rate);
      double labelled =
          reference.heartRate((double) from / trace.frames(), (double) to / trace.frames());
      double truth = truthWave == null ? labelled : truthWave.heartRate(settings.reading());
      if (to - from < PulseWave.MIN_SAMPLES || Double.isNaN(truth)) {
        continue;
      }
      Map<String, HeartRateAnswer> methods = new LinkedHashMap<>();
      for (Map.Entry<String, double[]> pulse : pulses.entrySet()) {
        int end = Math.min(to, pulse.getValue().length);
        if (pulse.getValue().length == 0) {
          methods.put(pulse.getKey(), HeartRateAnswer.NONE);
        } else if (end - from >= PulseWave.MIN_SAMPLES) {
          PulseWave found = wave(pulse.getValue(), from, end, rate);
          methods.put(pulse.getKey(), answer(found, truth, truthWave));
        }
      }
      double bpm = waves == null ? Double.NaN : model.bpm(waves, from, to);
      windows.add(
          new HeartRateWindow(
              recording.id(),
              recording.subject(),
              from / rate,
              to / rate,
              truth,
              labelled,
              video.region(),
              new HeartRateAnswer(bpm, Double.NaN, Double.NaN),
              methods,
              waves == null ? null : waves.pos(from, to).spectrum()));
    }
    if (windows.isEmpty()) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          recording.id() + " has no stretch of known heart rate that is long enough");
    }
    return windows;
  }

  /** What the model is shown; null where the trace is too short for it. */
  private static @Nullable PulseWaves waves(ColourTrace trace) {
    try {
      return PulseWaves.of(trace);
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return null;
    }
  }

  /** The waves of the methods by name; empty where a method cannot work with this recording. */
  private Map<String, double[]> pulses(ColourTrace trace) {
    Map<String, double[]> pulses = new LinkedHashMap<>();
    if (settings.methods()) {
      for (PulseMethod method : PulseMethod.all()) {
        pulses.put(method.key(), pulse(method, trace));
      }
    }
    return pulses;
  }

  private static double[] pulse(PulseMethod method, ColourTrace trace) {
    try {
      return method.pulse(trace);
    } catch (PeriodException e) {
      if (e.kind() != PeriodException.Kind.INPUT) {
        throw e;
      }
      return new double[0];
    }
  }

  private static PulseWave wave(double[] samples, int from, int to, double rate) {
    return PulseWave.of(Arrays.copyOfRange(samples, from, to), rate);
  }

  private HeartRateAnswer answer(PulseWave found, double truth, @Nullable PulseWave truthWave) {
    return new HeartRateAnswer(
        found.heartRate(settings.reading()),
        found.signalToNoise(truth),
        truthWave == null ? Double.NaN : found.crossCorrelation(truthWave));
  }
}
