package dev.period.infer.eval;

import dev.period.core.generate.CountDistribution;
import dev.period.core.periodicity.GramMatrices;
import dev.period.core.periodicity.SequenceFeatures;
import dev.period.data.Sample;
import dev.period.data.dsp.LinearInterpolation;
import dev.period.data.rppg.PulseWave;
import dev.period.infer.Period;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The heart rate that a model finds: it is shown the self-similarity of a pulse wave and asked how
 * often it repeats, in stretches of about 10 s; beats per minute are the beats of all stretches
 * over their time.
 *
 * <p>The model counts, but it does not look for the pulse in the picture by itself: the wave is
 * that of POS. A model that was trained on skin would not need it.
 */
public final class ModelHeartRate implements HeartRateModel {
  /** The method whose wave the model is shown. */
  static final String METHOD = "pos";

  /** What the model is shown, for reports. */
  static final String INPUT =
      "self-similarity of the filtered POS wave, beats counted in stretches of about 10 s";

  private static final double STRETCH_SECONDS = 10;
  private static final String QUESTION = "How many repetitions are there?";

  /** Neighbours that belong to a step, so that a rising edge differs from a falling one. */
  private static final int DELAY = 1;

  private final Period period;

  /** The heart rates of {@code period}, which stays open. */
  public ModelHeartRate(Period period) {
    this.period = period;
  }

  @Override
  public double bpm(PulseWave wave) {
    int samples = wave.samples().length;
    double seconds = samples / wave.rate();
    int stretches = (int) Math.max(1, Math.rint(seconds / STRETCH_SECONDS));
    int beats = 0;
    for (int i = 0; i < stretches; i++) {
      int from = (int) ((long) samples * i / stretches);
      int to = (int) ((long) samples * (i + 1) / stretches);
      CountDistribution counts = count(Arrays.copyOfRange(wave.samples(), from, to));
      if (counts == null) {
        return Double.NaN;
      }
      beats += counts.median();
    }
    return 60 * beats / seconds;
  }

  private @Nullable CountDistribution count(double[] stretch) {
    int slots = period.config().periodicityConfig().frames();
    double[] resampled = LinearInterpolation.resample(stretch, slots);
    float[][] sequence = new float[slots][1];
    for (int t = 0; t < slots; t++) {
      sequence[t][0] = (float) resampled[t];
    }
    float[] gram = GramMatrices.of(SequenceFeatures.extract(sequence, DELAY));
    return period.answer(new Sample("pulse", QUESTION, "", -1, gram, null, null, null)).counts();
  }
}
