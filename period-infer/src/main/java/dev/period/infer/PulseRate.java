package dev.period.infer;

import dev.period.core.FrameSequence;
import dev.period.core.generate.CountDistribution;
import dev.period.data.Sample;
import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.PulseWaves;
import dev.period.data.text.HeartQuestions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heart rate that a model finds: it is shown what {@link PulseWaves} makes of stretches of
 * about 10 s, as in the micro stage, and asked for the beats; beats per minute are the beats of all
 * stretches over their time.
 *
 * <p>Beats are added with their fractions, since a stretch seldom holds a whole number of them. A
 * stretch in which the model believes in no beat at all shows no pulse and is left out; where that
 * is more than half of them there is no answer.
 *
 * @param bpm beats per minute; NaN where there is no answer
 * @param low lower end of the 80 % interval of what the model believes
 * @param high upper end of the 80 % interval
 * @param stretches that show a pulse
 * @param spread between the slowest and the fastest of them, as a part of {@code bpm}; 0 for a
 *     single one
 * @param classical what the strongest frequency of the POS wave says, without a model
 */
public record PulseRate(
    double bpm, double low, double high, int stretches, double spread, double classical) {
  /** No answer. */
  static final PulseRate NONE = new PulseRate(Double.NaN, Double.NaN, Double.NaN, 0, 0, Double.NaN);

  private static final String QUESTION = HeartQuestions.QUESTIONS.get(0);

  /**
   * Counts the beats of frames {@code from} (included) to {@code to} (excluded).
   *
   * @param period which is asked
   */
  public static PulseRate of(Period period, PulseWaves waves, int from, int to) {
    int intervals = to - 1 - from;
    double seconds = intervals / waves.framesPerSecond();
    int stretches = (int) Math.max(1, Math.rint(seconds / PulseWaves.STRETCH_SECONDS));
    double beats = 0;
    double variance = 0;
    int seen = 0;
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < stretches; i++) {
      int first = from + (int) ((long) intervals * i / stretches);
      int last = from + (int) ((long) intervals * (i + 1) / stretches);
      CountDistribution counts = count(period, waves, first, last);
      if (counts == null) {
        return NONE;
      }
      if (counts.median() > 0) {
        double mean = counts.mean(PulseWaves.AROUND);
        beats += mean;
        variance += counts.variance(mean);
        seen += last - first;
        rates.add(60 * mean * waves.framesPerSecond() / (last - first));
      }
    }
    if (2 * seen < intervals || rates.isEmpty()) {
      return NONE;
    }
    double perBeat = 60 * waves.framesPerSecond() / seen;
    double bpm = perBeat * beats;
    double reach = CountDistribution.EIGHTY_PERCENT * perBeat * Math.sqrt(variance);
    double spread =
        rates.stream().mapToDouble(r -> r).max().orElse(bpm)
            - rates.stream().mapToDouble(r -> r).min().orElse(bpm);
    double classical = waves.pos(from, to).heartRate(PulseWave.Reading.FINE);
    return new PulseRate(bpm, bpm - reach, bpm + reach, rates.size(), spread / bpm, classical);
  }

  /** How far the model is from the classical reading, as a part of {@code bpm}. */
  double disagreement() {
    return Math.abs(bpm - classical) / bpm;
  }

  /**
   * How wide the 80 % interval of a single stretch is, as a part of {@code bpm}: how well the model
   * can count what it sees, however long it looks.
   */
  double doubt() {
    return (high - low) / bpm * Math.sqrt(stretches);
  }

  private static @Nullable CountDistribution count(
      Period period, PulseWaves waves, int first, int last) {
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
