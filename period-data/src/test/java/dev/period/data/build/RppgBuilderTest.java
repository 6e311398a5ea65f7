package dev.period.data.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.data.Sample;
import dev.period.data.qa.QaCheck;
import dev.period.data.qa.QaReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.QaSamples;
import dev.period.data.qa.SignalRef;
import dev.period.data.rppg.PulseVideos;
import dev.period.data.rppg.PulseWave;
import dev.period.data.signal.Signal;
import dev.period.data.signal.SignalFile;
import dev.period.data.video.VideoView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RppgBuilderTest {
  @TempDir private Path folder;

  @BeforeEach
  void recordings() throws IOException {
    for (String subject : List.of("subject1", "subject2")) {
      double bpm = subject.equals("subject1") ? 72 : 90;
      PulseVideos.write(folder.resolve("ubfc/" + subject + "/vid.avi"), bpm, 16, 30);
      Files.writeString(
          folder.resolve("ubfc/" + subject + "/ground_truth.txt"),
          IntStream.range(0, 480)
                  .mapToObj(t -> "" + Math.sin(2 * Math.PI * bpm / 60 * t / 30))
                  .collect(Collectors.joining(" "))
              + "\n"
              + "70 ".repeat(480));
    }
    Path broken = Files.createDirectories(folder.resolve("ubfc/subject3"));
    Files.writeString(broken.resolve("vid.avi"), "no video");
    Files.writeString(broken.resolve("ground_truth.txt"), "1 2 3\n70 70 70\n");
  }

  @Test
  void stretchesOfVideosAndWaves() throws IOException {
    BuiltFile built = build("qa", Map.of()).get(0);
    assertEquals(2 * 2 * 2, built.records(), "10 s and 6 s of two people, video and wave");
    assertEquals(1, built.missing());
    List<String> findings = new ArrayList<>();
    new QaCheck(finding -> findings.add(finding.toString())).file(built.file());
    assertEquals(List.of(), findings);

    List<QaRecord> records = QaReader.readAll(built.file());
    QaRecord wave = records.get(0);
    QaRecord video = records.get(1);
    assertEquals("subject1_0.0-wave", wave.id());
    assertEquals("../ubfc/subject1/vid.avi", video.video());
    for (QaRecord record : records.subList(0, 4)) {
      double bpm = Objects.requireNonNull(record.heartRateBpm());
      assertEquals(72, bpm, 1, "of the wave, not of the line of heart rates");
      String answer = record.exchanges().get(0).answer();
      assertTrue(answer.contains(String.valueOf(Math.round(bpm))), answer);
    }
    assertEquals(10, Objects.requireNonNull(records.get(2).start()), 1e-9);
    assertEquals(16, Objects.requireNonNull(records.get(2).end()), 1e-9);

    SignalRef ref = Objects.requireNonNull(wave.signal());
    Signal signal =
        SignalFile.read(folder.resolve("qa").resolve(ref.file()), ref.rateHz(), ref.columns());
    assertEquals(480, signal.steps());
    double[] samples = new double[signal.steps()];
    for (int t = 0; t < samples.length; t++) {
      samples[t] = signal.values()[t][0];
    }
    PulseWave found = PulseWave.of(samples, ref.rateHz());
    assertEquals(72, found.heartRate(PulseWave.Reading.FINE), 2);

    QaSamples view = QaSamples.of(built.file(), VideoView.middles(48, 128, 8));
    Sample sample = view.sample(0);
    float sum = 0;
    for (float density : Objects.requireNonNull(sample.density())) {
      sum += density;
    }
    assertEquals(12, sum, 0.1, "beats in 10 s");
    assertNotNull(sample.gram());
  }

  @Test
  void theSameRequestGivesTheSameBytesAndPartsKeepPeopleTogether() throws IOException {
    List<BuiltFile> first = build("a", Map.of("train", 0.5, "test", 0.5));
    List<BuiltFile> second = build("b", Map.of("train", 0.5, "test", 0.5));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(
          Files.readAllBytes(first.get(i).file()), Files.readAllBytes(second.get(i).file()));
      QaReader.readAll(first.get(i).file()).stream()
          .map(record -> record.id().replaceAll("_.*", ""))
          .distinct()
          .forEach(person -> assertTrue(seen.add(person), person + " is in two parts"));
    }
    assertEquals(Set.of("subject1", "subject2"), seen);
  }

  @Test
  void otherFoldersAreRefused() {
    BuildRequest request =
        new BuildRequest(folder.resolve("x"), folder, null, 7, null, Map.of(), false);
    assertEquals(1, new RppgBuilder().build(request).size(), "the folder above is found as well");
    Path empty = folder.resolve("ubfc/subject3");
    BuildRequest broken =
        new BuildRequest(folder.resolve("y"), empty, null, 7, null, Map.of(), false);
    assertThrows(PeriodException.class, () -> new RppgBuilder().build(broken));
  }

  private List<BuiltFile> build(String out, Map<String, Double> parts) {
    return QaBuilders.byName("rppg")
        .orElseThrow()
        .build(
            new BuildRequest(
                folder.resolve(out), folder.resolve("ubfc"), null, 7, null, parts, false));
  }
}
