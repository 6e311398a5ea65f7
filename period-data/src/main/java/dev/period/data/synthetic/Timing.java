package dev.period.data.synthetic;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * When the repetitions of a clip happen.
 *
 * @param count complete repetitions in the clip
 * @param phase repetitions completed up to each frame, never falling, from 0 to {@code count},
 *     shape [frames]
 * @param active whether something repeats at each frame: false in the lead-in, the lead-out and in
 *     long pauses, shape [frames]
 * @param amplitude how large the motion is at each frame, about 1, shape [frames]
 */
@SuppressWarnings("ArrayRecordComponent")
public record Timing(int count, float[] phase, boolean[] active, float[] amplitude) {
  /** The largest count that {@link #sample} draws. */
  public static final int MAX_COUNT = 30;

  /** Below this many frames a repetition can no longer be seen. */
  private static final double MIN_PERIOD_FRAMES = 3.6;

  /** No single repetition is shorter than this many frames, however uneven they are. */
  private static final double SHORTEST_FRAMES = 2.8;

  /** A rest that is shorter than this many repetitions still belongs to the repeated motion. */
  private static final double LONG_PAUSE = 0.8;

  /** The number of frames. */
  public int frames() {
    return phase.length;
  }

  /** A clip in which nothing repeats. */
  public static Timing still(int frames) {
    float[] amplitude = new float[frames];
    Arrays.fill(amplitude, 1);
    return new Timing(0, new float[frames], new boolean[frames], amplitude);
  }

  /**
   * Draws a timing: mostly 2 to {@value #MAX_COUNT} repetitions (log-uniform), about 7 % none and 3
   * % one; with a lead-in and lead-out, uneven tempo, tempo drift, rests and now and then a long
   * pause.
   *
   * @param frames length of the clip; 128 leaves room for {@value #MAX_COUNT} repetitions
   */
  public static Timing sample(RandomGenerator rng, int frames) {
    int most = Math.min(MAX_COUNT, (int) (frames / MIN_PERIOD_FRAMES));
    double kind = rng.nextDouble();
    if (kind < 0.07) {
      return still(frames);
    }
    int count = 1;
    if (kind >= 0.10) {
      count = (int) Math.round(Draws.logUniform(rng, 1.7, most + 0.49));
      count = Math.max(2, Math.min(most, count));
    }
    int length = activeLength(rng, frames, count);
    int start = 0;
    if (Draws.chance(rng, 0.6)) {
      start = rng.nextInt(frames - length + 1);
    } else if (Draws.chance(rng, 0.5)) {
      start = frames - length;
    }
    return repeat(rng, frames, count, start, length);
  }

  private static int activeLength(RandomGenerator rng, int frames, int count) {
    double length = frames * (Draws.chance(rng, 0.75) ? 1 : Draws.uniform(rng, 0.35, 1));
    if (count == 1) {
      length = Math.min(length, frames * Draws.uniform(rng, 0.08, 0.6));
    } else if (count >= 4 && Draws.chance(rng, 0.15)) {
      // Fast repetitions are where counting real footage goes wrong, so they get a share of their
      // own.
      length = count * Draws.uniform(rng, MIN_PERIOD_FRAMES, 6.5);
    }
    int shortest = (int) Math.ceil(count * MIN_PERIOD_FRAMES);
    return Math.min(frames, Math.max(shortest, (int) length));
  }

  private static Timing repeat(RandomGenerator rng, int frames, int count, int start, int length) {
    double[] durations = durations(rng, count);
    double[] rests = rests(rng, count);
    double total = 0;
    double shortest = Double.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      total += durations[i] + rests[i];
      shortest = Math.min(shortest, durations[i]);
    }
    if (shortest * length / total < SHORTEST_FRAMES) {
      // Nobody could see this one: the whole is too fast for so much unevenness.
      Arrays.fill(durations, 1);
      Arrays.fill(rests, 0);
      total = count;
    }
    float[] phase = new float[frames];
    boolean[] active = new boolean[frames];
    int repetition = 0;
    double begin = 0;
    for (int i = 0; i < length; i++) {
      double time = i * total / (length - 1);
      while (repetition < count - 1 && time >= begin + durations[repetition] + rests[repetition]) {
        begin += durations[repetition] + rests[repetition];
        repetition++;
      }
      double within = (time - begin) / durations[repetition];
      boolean paused = within > 1 && rests[repetition] >= LONG_PAUSE * durations[repetition];
      phase[start + i] = (float) (repetition + Math.min(1, within));
      active[start + i] = !paused;
    }
    for (int t = start + length - 1; t < frames; t++) {
      // Also the last active frame: the sum of the durations may fall short of it by rounding.
      phase[t] = count;
    }
    return new Timing(count, phase, active, amplitudes(rng, count, phase));
  }

  private static double[] durations(RandomGenerator rng, int count) {
    double spread = Draws.choice(rng, 0.02, 0.08, 0.15, 0.3);
    double drift = Draws.chance(rng, 0.35) ? Draws.uniform(rng, -0.9, 0.9) : 0;
    double[] durations = new double[count];
    for (int i = 0; i < count; i++) {
      double along = count == 1 ? 0 : (double) i / (count - 1);
      durations[i] = Math.exp(rng.nextGaussian() * spread + drift * along);
    }
    return durations;
  }

  /** The rest after each repetition, in units of a typical repetition; none after the last. */
  private static double[] rests(RandomGenerator rng, int count) {
    double[] rests = new double[count];
    if (Draws.chance(rng, 0.2)) {
      double typical = Draws.uniform(rng, 0, 0.6);
      for (int i = 0; i < count; i++) {
        rests[i] = typical * Math.exp(rng.nextGaussian() * 0.3);
      }
    }
    if (count > 2 && Draws.chance(rng, 0.08)) {
      rests[rng.nextInt(count - 1)] += Draws.uniform(rng, 1, 2.5);
    }
    rests[count - 1] = 0;
    return rests;
  }

  private static float[] amplitudes(RandomGenerator rng, int count, float[] phase) {
    double spread = Draws.choice(rng, 0, 0.05, 0.15);
    double[] knots = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      knots[i] = 1 + rng.nextGaussian() * spread;
    }
    float[] amplitude = new float[phase.length];
    for (int t = 0; t < phase.length; t++) {
      int left = Math.min((int) phase[t], count - 1);
      double fraction = phase[t] - left;
      amplitude[t] = (float) (knots[left] * (1 - fraction) + knots[left + 1] * fraction);
    }
    return amplitude;
  }
}
