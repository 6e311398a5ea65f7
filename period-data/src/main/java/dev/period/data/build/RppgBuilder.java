package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.core.file.WholeFile;
import dev.period.data.Seeds;
import dev.period.data.qa.Message;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.SignalRef;
import dev.period.data.rppg.ColourTrace;
import dev.period.data.rppg.PulseDataset;
import dev.period.data.rppg.PulseMethod;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.PulseReference;
import dev.period.data.rppg.PulseWave;
import dev.period.data.rppg.RegionRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Questions about heart rates: the micro stage of the curriculum.
 *
 * <p>Each stretch of 10 s of a recording gives a record about its pulse wave (POS), which is
 * written beside the questions, and one about the video itself where that is a file. The true heart
 * rate is read off the sensor's wave, more finely than evaluations do, or is the label where there
 * is no wave. Divisions keep a person together.
 *
 * <p>Period-LLM has published neither its rPPG-QA nor how it was made: phrasings and stretches are
 * our own.
 */
final class RppgBuilder implements ItemBuilder {
  private static final double STRETCH_SECONDS = 10;

  /** A shorter rest at the end has too few beats to tell a rate by. */
  private static final double MIN_SECONDS = 5;

  private static final PulseMethod METHOD = PulseMethod.pos();
  private static final String COLUMN = "pulse";

  private static final List<String> QUESTIONS =
      List.of(
          "What is the heart rate?",
          "How fast does the heart beat, in beats per minute?",
          "Estimate the pulse of this person.",
          "How many times a minute does the heart beat here?",
          "What pulse rate can you see?",
          "Tell me the heart rate in bpm.",
          "What is this person's heart rate in beats per minute?",
          "Please read the pulse.");

  @Override
  public String name() {
    return "rppg";
  }

  @Override
  public List<String> splits(BuildRequest request) {
    Splits.data(request, this);
    return List.of(Splits.only(request, "all"));
  }

  @Override
  public QaItems open(BuildRequest request, String split) {
    List<PulseRecording> all = PulseDataset.open(Splits.data(request, this)).recordings();
    boolean cut = request.limit() != null && request.limit() < all.size();
    List<PulseRecording> recordings = cut ? all.subList(0, request.limit().intValue()) : all;
    MediaPaths paths = new MediaPaths(request.out());
    return new QaItems() {
      @Override
      public long size() {
        return recordings.size();
      }

      @Override
      public List<QaEntry> make(long index) {
        PulseRecording recording = recordings.get((int) index);
        List<QaEntry> entries = new ArrayList<>();
        try {
          add(entries, recording, paths, request);
        } catch (PeriodException e) {
          if (e.kind() != PeriodException.Kind.INPUT) {
            throw e;
          }
          entries.add(
              new QaEntry.Missing(
                  recording.subject(),
                  recording.id(),
                  "the video or the measurement is missing or cannot be read"));
        }
        return entries;
      }
    };
  }

  private static void add(
      List<QaEntry> entries, PulseRecording recording, MediaPaths paths, BuildRequest request) {
    PulseReference reference = recording.sensor().read();
    ColourTrace trace = recording.video().read(RegionRule.SKIN).trace();
    double rate = trace.framesPerSecond();
    double[] sensor = reference.waveOf(trace);
    double[] pulse = METHOD.pulse(trace);
    String signal = "rppg_waves/" + MediaPaths.name(recording.id()) + ".csv";
    write(request.out().resolve(signal), pulse);

    int frames = sensor == null ? trace.frames() : Math.min(trace.frames(), sensor.length);
    int length = (int) Math.rint(STRETCH_SECONDS * rate);
    int shortest = (int) Math.ceil(MIN_SECONDS * rate);
    boolean any = false;
    for (int from = 0; frames - from >= shortest; from += length) {
      int to = Math.min(from + length, frames);
      double bpm = heartRate(reference, trace, sensor, from, to);
      if (Double.isNaN(bpm)) {
        continue;
      }
      any = true;
      String id = recording.id() + "_" + rounded(from / rate);
      SplittableRandom rng = new SplittableRandom(Seeds.of(request.seed(), id.hashCode(), 0));
      SignalRef wave = new SignalRef(signal, rate, List.of(COLUMN));
      Stretch stretch = new Stretch(from / rate, to / rate, rounded(bpm));
      entries.add(
          new QaEntry.Made(
              recording.subject(), stretch.record(id + "-wave", null, wave, null, rng)));
      Path video = recording.file();
      if (video != null) {
        entries.add(
            new QaEntry.Made(
                recording.subject(),
                stretch.record(id + "-video", paths.of(video), null, rounded(rate), rng)));
      }
    }
    if (!any) {
      entries.add(
          new QaEntry.Missing(
              recording.subject(), recording.id(), "no stretch of known heart rate"));
    }
  }

  private static double heartRate(
      PulseReference reference, ColourTrace trace, double @Nullable [] sensor, int from, int to) {
    if (sensor == null) {
      return reference.heartRate((double) from / trace.frames(), (double) to / trace.frames());
    }
    return PulseWave.of(Arrays.copyOfRange(sensor, from, to), trace.framesPerSecond())
        .heartRate(PulseWave.Reading.FINE);
  }

  /** Seconds in the recording, and the heart rate there. */
  private record Stretch(double start, double end, double bpm) {
    QaRecord record(
        String id,
        @Nullable String video,
        @Nullable SignalRef signal,
        @Nullable Double framesPerSecond,
        RandomGenerator rng) {
      String question = QUESTIONS.get(rng.nextInt(QUESTIONS.size()));
      return new QaRecord(
          id,
          video,
          null,
          signal,
          List.of(Message.human(Message.VIDEO + "\n" + question), Message.gpt(answer(rng))),
          null,
          start,
          end,
          framesPerSecond,
          null,
          bpm,
          List.of());
    }

    /** One whole number, in digits. */
    private String answer(RandomGenerator rng) {
      long whole = Math.round(bpm);
      return switch (rng.nextInt(3)) {
        case 0 -> "The heart rate is " + whole + " beats per minute.";
        case 1 -> "The heart beats " + whole + " times per minute.";
        default -> "I read " + whole + " bpm.";
      };
    }
  }

  private static void write(Path file, double[] wave) {
    StringBuilder text = new StringBuilder(COLUMN).append('\n');
    for (double sample : wave) {
      text.append(String.format(Locale.ROOT, "%.5e\n", sample));
    }
    try {
      Files.createDirectories(file.getParent());
      WholeFile.write(file, temporary -> Files.writeString(temporary, text));
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot write %s (%s)".formatted(file, e), e);
    }
  }

  /** To three decimals: what is beyond is the container's rounding. */
  private static double rounded(double value) {
    return Math.round(1000 * value) / 1000.0;
  }
}
