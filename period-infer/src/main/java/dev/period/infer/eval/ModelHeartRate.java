package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.data.Sample;
import dev.period.data.rppg.PulseWaves;
import dev.period.data.text.HeartQuestions;
import dev.period.infer.Period;
import org.jspecify.annotations.Nullable;

/**
 * The heart rate that a model finds: it is shown what {@link PulseWaves} makes of stretches of
 * about 10 s, as in the micro stage, and asked for the beats; beats per minute are the beats of all
 * stretches over their time.
 *
 * <p>Beats are added with their fractions, since a stretch seldom holds a whole number of them. A
 * stretch in which the model believes in no beat at all shows no pulse and is left out; where that
 * is more than half of them there is no answer.
 */
public final class ModelHeartRate implements HeartRateModel {
  /** The method whose figures stand beside the model's in pictures and tables. */
  static final String METHOD = "pos";

  /** What the model is shown, for reports. */
  static final String INPUT =
      "self-similarity of the POS, CHROM and green waves, beats counted in stretches of about 10 s";

  private static final String QUESTION = HeartQuestions.QUESTIONS.get(0);

  private final Period period;

  /** The heart rates of {@code period}, which stays open. */
  public ModelHeartRate(Period period) {
    this.period = period;
  }

  @Override
  public double bpm(PulseWaves waves, int from, int to) {
    int intervals = to - 1 - from;
    double seconds = intervals / waves.framesPerSecond();
    int stretches = (int) Math.max(1, Math.rint(seconds / PulseWaves.STRETCH_SECONDS));
    double beats = 0;
    int seen = 0;
    for (int i = 0; i < stretches; i++) {
      int first = from + (int) ((long) intervals * i / stretches);
      int last = from + (int) ((long) intervals * (i + 1) / stretches);
      CountDistribution counts = count(waves, first, last);
      if (counts == null) {
        return Double.NaN;
      }
      if (counts.median() > 0) {
        beats += counts.mean(PulseWaves.AROUND);
        seen += last - first;
      }
    }
    return 2 * seen < intervals ? Double.NaN : 60 * beats * waves.framesPerSecond() / seen;
  }

  private @Nullable CountDistribution count(PulseWaves waves, int first, int last) {
    float[] gram = waves.gram(first, last, period.config().periodicityConfig().frames());
    FrameSequence patches =
        waves.patches(
            first,
            last,
            period.config().visualFrames(),
            period.config().visionConfig().imageSize());
    return period.answer(new Sample("pulse", QUESTION, "", -1, gram, patches, null, null)).counts();
  }
}
