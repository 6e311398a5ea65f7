package dev.period.cli;

import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.RegionRule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How heart rates are evaluated. */
final class HeartRateOptions {
  /** The values of {@code --region}. */
  enum Region {
    skin(RegionRule.SKIN),
    whole(RegionRule.WHOLE);

    private final RegionRule rule;

    Region(RegionRule rule) {
      this.rule = rule;
    }
  }

  /** The values of {@code --heart-rate}. */
  enum HeartRate {
    fft(PulseWave.Reading.FFT),
    fine(PulseWave.Reading.FINE),
    peaks(PulseWave.Reading.PEAKS);

    private final PulseWave.Reading reading;

    HeartRate(PulseWave.Reading reading) {
      this.reading = reading;
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--window",
      paramLabel = "SECONDS",
      description = "rppg: judge stretches of this length; default: whole recordings.")
  private @Nullable Double window;

  @Option(
      names = "--region",
      paramLabel = "RULE",
      description = "rppg: pixels that are averaged: skin (default) or whole.")
  private Region region = Region.skin;

  @Option(
      names = "--heart-rate",
      paramLabel = "READING",
      description =
          "rppg: how a heart rate is read off a wave: fft (default, as rPPG-Toolbox), fine (finer"
              + " steps) or peaks.")
  private HeartRate heartRate = HeartRate.fft;

  /** In seconds; null for whole recordings. */
  @Nullable Double window() {
    if (window != null && !(window >= 1 && window < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(spec.commandLine(), "--window must be at least 1 second");
    }
    return window;
  }

  RegionRule region() {
    return region.rule;
  }

  PulseWave.Reading reading() {
    return heartRate.reading;
  }
}
