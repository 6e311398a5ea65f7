package dev.period.data.rppg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.data.video.VideoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PURE (Stricker, Müller and Gross, 2014): {@code ii-jj/ii-jj.json} and the frames {@code
 * ii-jj/ii-jj/*.png}, named by their time in nanoseconds, where ii is the person and jj the
 * situation. The JSON file has an array {@code /FullPackage} of samples (60 a second) with {@code
 * Value.waveform} and {@code Value.pulseRate}.
 */
final class Pure implements PulseDataset.Layout {
  private static final Pattern NAME = Pattern.compile("(\\d+)-\\d+");
  private static final Pattern TIME = Pattern.compile("(\\d+)\\.png");
  private static final double FRAMES_PER_SECOND = 30;

  @Override
  public String name() {
    return "pure";
  }

  @Override
  public List<PulseRecording> find(Path folder) {
    List<PulseRecording> recordings = new ArrayList<>();
    for (Path recording : DatasetFiles.folders(folder, NAME)) {
      String id = DatasetFiles.name(recording);
      Path json = recording.resolve(id + ".json");
      Matcher name = NAME.matcher(id);
      if (Files.exists(json) && name.matches()) {
        recordings.add(
            new PulseRecording(
                id,
                name.group(1),
                null,
                rule -> frames(recording.resolve(id), rule),
                () -> reference(json)));
      }
    }
    return recordings;
  }

  private static VideoTrace frames(Path folder, RegionRule rule) {
    List<Path> pictures =
        DatasetFiles.children(folder).stream()
            .filter(file -> DatasetFiles.name(file).endsWith(".png"))
            .toList();
    if (pictures.size() < 2) {
      throw new PeriodException(PeriodException.Kind.INPUT, folder + " has no frames (.png)");
    }
    TraceBuilder builder = new TraceBuilder(folder, rule);
    double[] seconds = new double[pictures.size()];
    boolean growing = true;
    for (int i = 0; i < seconds.length; i++) {
      Path picture = pictures.get(i);
      VideoReader.forEachFrame(picture, VideoTrace.LONGEST_SIDE, VideoTrace.LIMITS, builder::frame);
      if (builder.frames() != i + 1) {
        throw new PeriodException(
            PeriodException.Kind.INPUT, picture + " is not one picture but a video");
      }
      seconds[i] = seconds(picture) - seconds(pictures.get(0));
      growing &= i == 0 || seconds[i] > seconds[i - 1];
    }
    if (!growing) {
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = i / FRAMES_PER_SECOND;
      }
    }
    return builder.build(seconds, List.of());
  }

  /** The time in a name such as Image1392643993642815000.png; 0 if there is none. */
  private static double seconds(Path picture) {
    Matcher time = TIME.matcher(DatasetFiles.name(picture));
    return time.find() ? Double.parseDouble(time.group(1)) / 1e9 : 0;
  }

  private static PulseReference reference(Path json) {
    try {
      JsonNode samples = new ObjectMapper().readTree(DatasetFiles.text(json)).path("/FullPackage");
      double[] wave = new double[samples.size()];
      double[] rates = new double[samples.size()];
      for (int i = 0; i < wave.length; i++) {
        JsonNode value = samples.get(i).path("Value");
        if (!value.path("waveform").isNumber()) {
          throw new PeriodException(
              PeriodException.Kind.INPUT,
              "%s: sample %d of /FullPackage has no Value.waveform".formatted(json, i));
        }
        wave[i] = value.path("waveform").asDouble();
        rates[i] = value.path("pulseRate").asDouble();
      }
      if (wave.length == 0) {
        throw new PeriodException(PeriodException.Kind.INPUT, json + " has no /FullPackage");
      }
      return PulseReference.aligned(wave, rates);
    } catch (JsonProcessingException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT,
          "%s is not JSON (%s)".formatted(json, e.getOriginalMessage()),
          e);
    }
  }
}
