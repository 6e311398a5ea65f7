package dev.period.data.synthetic.pulse;

import dev.period.data.synthetic.Draws;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * When a heart beats, and the breath that speeds it up and slows it down.
 *
 * @param beats times of beats in seconds, growing; they reach beyond both ends of what is shown
 * @param breathHz breaths per second
 * @param breathPhase of the breath at second 0, in radians
 */
@SuppressWarnings("ArrayRecordComponent")
public record HeartBeat(double[] beats, double breathHz, double breathPhase) {
  /** The slowest mean rate that is drawn, in beats per minute. */
  public static final double SLOWEST = 45;

  /** The fastest mean rate that is drawn, in beats per minute. */
  public static final double FASTEST = 180;

  private static final double MARGIN_SECONDS = 3;

  /**
   * Draws a heart: a mean rate, evenly from {@link #SLOWEST} to {@link #FASTEST}, and its
   * variability. The time between beats follows the breath (respiratory sinus arrhythmia, up to 6
   * %), a slower wave of 0.1 Hz, a drift over the clip, and chance; fast hearts vary less.
   *
   * @param seconds that are shown, from 0
   */
  static HeartBeat sample(RandomGenerator rng, double seconds) {
    double bpm = Draws.uniform(rng, SLOWEST, FASTEST);
    double calm = Math.min(1, 70 / bpm);
    double breathHz = Draws.uniform(rng, 0.15, 0.45);
    double breathPhase = Draws.uniform(rng, 0, 2 * Math.PI);
    double sinus = calm * Draws.uniform(rng, 0, 0.06);
    double slow = calm * Draws.uniform(rng, 0, 0.03);
    double slowPhase = Draws.uniform(rng, 0, 2 * Math.PI);
    double chance = calm * Draws.uniform(rng, 0.002, 0.02);
    double drift = Draws.uniform(rng, -0.04, 0.04);
    DoubleStream.Builder beats = DoubleStream.builder();
    double at = -MARGIN_SECONDS - Draws.uniform(rng, 0, 60 / bpm);
    while (at < seconds + MARGIN_SECONDS) {
      beats.add(at);
      double change =
          sinus * Math.sin(2 * Math.PI * breathHz * at + breathPhase)
              + slow * Math.sin(2 * Math.PI * 0.1 * at + slowPhase)
              + drift * Math.min(0.5, Math.max(-0.5, at / seconds - 0.5))
              + chance * rng.nextGaussian();
      at += 60 / bpm * (1 + change);
    }
    beats.add(at);
    return new HeartBeat(beats.build().toArray(), breathHz, breathPhase);
  }

  /** Beats up to a moment, with fractions; only differences mean something. */
  public double phase(double seconds) {
    int after = Arrays.binarySearch(beats, seconds);
    int at = after >= 0 ? after : -after - 2;
    at = Math.max(0, Math.min(beats.length - 2, at));
    return at + (seconds - beats[at]) / (beats[at + 1] - beats[at]);
  }

  /** The moment at which {@link #phase} reaches {@code phase}. */
  public double moment(double phase) {
    int at = Math.max(0, Math.min(beats.length - 2, (int) Math.floor(phase)));
    return beats[at] + (phase - at) * (beats[at + 1] - beats[at]);
  }

  /** The mean rate between two moments, in beats per minute. */
  public double bpm(double from, double to) {
    return 60 * (phase(to) - phase(from)) / (to - from);
  }

  /** How far the breath is in, from −1 to 1. */
  double breath(double seconds) {
    return Math.sin(2 * Math.PI * breathHz * seconds + breathPhase);
  }
}
