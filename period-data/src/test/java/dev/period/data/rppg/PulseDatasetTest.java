package dev.period.data.rppg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulseDatasetTest {
  @TempDir private Path folder;

  @Test
  void labelledClips() throws IOException {
    PulseVideos.write(folder.resolve("a/clip.avi"), 72, 8, 30);
    Files.writeString(
        folder.resolve("labels_rppg.csv"),
        "file,kind,hr_bpm,notes\na/clip.avi,face,72,\"x, y\"\ngone.avi,face,60,\n");
    List<PulseRecording> found = recordings("clips", 2);
    PulseRecording clip = found.get(0);
    assertEquals("a/clip.avi", clip.id());
    assertNull(clip.sensor().read().waveOf(clip.video().read(RegionRule.SKIN).trace()));
    assertEquals(72, clip.sensor().read().heartRate(0.2, 0.4), 0);
    assertThrows(PeriodException.class, () -> found.get(1).video().read(RegionRule.SKIN));
    for (String row : List.of("../x.avi,60", ",60", "a.avi,", "a.avi,-3", "a.avi,fast")) {
      Files.writeString(folder.resolve("labels_rppg.csv"), "file,hr_bpm\n" + row + "\n");
      assertThrows(PeriodException.class, () -> PulseDataset.open(folder), row);
    }
  }

  @Test
  void ubfcDataset2() throws IOException {
    PulseVideos.write(folder.resolve("subject10/vid.avi"), 90, 10, 30);
    PulseVideos.write(folder.resolve("subject2/vid.avi"), 66, 4, 30);
    for (String subject : List.of("subject10", "subject2")) {
      Files.writeString(
          folder.resolve(subject + "/ground_truth.txt"),
          numbers(300, t -> Math.sin(2 * Math.PI * 1.5 * t / 30), " ")
              + "\n"
              + numbers(300, t -> t < 150 ? 88 : 92, " ")
              + "\n"
              + numbers(300, t -> t / 30.0, " ")
              + "\n");
    }
    List<PulseRecording> found = recordings("ubfc-rppg", 2);
    assertEquals("subject2", found.get(0).id(), "numbers sort as numbers");
    PulseRecording recording = found.get(1);
    VideoTrace video = recording.video().read(RegionRule.SKIN);
    assertEquals("skin", video.region());
    assertEquals(30 * 30 / (64.0 * 48), video.coverage(), 0.1);
    assertEquals(300, video.trace().frames());
    assertEquals(30, video.trace().framesPerSecond(), 0.01);
    for (PulseMethod method : PulseMethod.all()) {
      PulseWave wave = PulseWave.of(method.pulse(video.trace()), video.trace().framesPerSecond());
      assertEquals(90, wave.heartRate(PulseWave.Reading.FINE), 2.5, method.key());
    }
    PulseReference truth = recording.sensor().read();
    double[] sensor = Objects.requireNonNull(truth.waveOf(video.trace()));
    assertEquals(300, sensor.length);
    assertEquals(90, PulseWave.of(sensor, 30).heartRate(PulseWave.Reading.FINE), 1);
    assertEquals(88, truth.heartRate(0, 0.5), 1e-9);
    assertEquals(92, truth.heartRate(0.5, 1), 1e-9);
    assertEquals(90, truth.heartRate(0, 1), 1e-9);
  }

  @Test
  void ubfcDataset1HasASensorOfItsOwnRate() throws IOException {
    PulseVideos.write(folder.resolve("DATASET_1/5-gt/vid.avi"), 72, 5, 30);
    StringBuilder dump = new StringBuilder();
    for (int i = 0; i < 4 * 62; i++) { // it stops a second before the video does
      dump.append(
          String.format(
              Locale.ROOT, "%.3f,75,98,%.6f%n", 1000 * i / 62.0, Math.sin(2 * Math.PI * i / 62)));
    }
    Files.writeString(folder.resolve("DATASET_1/5-gt/gtdump.xmp"), dump);
    PulseRecording recording = recordings("ubfc-rppg", 1).get(0);
    assertEquals("DATASET_1/5-gt", recording.id());
    ColourTrace trace = recording.video().read(RegionRule.WHOLE).trace();
    double[] sensor = Objects.requireNonNull(recording.sensor().read().waveOf(trace));
    assertEquals(120, sensor.length, 1);
    for (int t = 0; t < sensor.length; t++) {
      assertEquals(Math.sin(2 * Math.PI * t / 30), sensor[t], 0.01);
    }
  }

  @Test
  void pure() throws IOException {
    Path frames = Files.createDirectories(folder.resolve("03-02/03-02"));
    for (int t = 0; t < 12; t++) {
      BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 48; i++) {
        image.setRGB(i % 8, i / 8, (100 + t) << 16 | (80 + 2 * t) << 8 | 60);
      }
      long nanoseconds = 1_392_643_993_642_815_000L + t * 40_000_000L;
      ImageIO.write(image, "png", frames.resolve("Image" + nanoseconds + ".png").toFile());
    }
    Files.writeString(
        folder.resolve("03-02/03-02.json"),
        "{\"/FullPackage\": ["
            + IntStream.range(0, 24)
                .mapToObj(i -> "{\"Value\": {\"waveform\": " + i + ", \"pulseRate\": 70}}")
                .collect(Collectors.joining(","))
            + "], \"/Image\": []}");
    PulseRecording recording = recordings("pure", 1).get(0);
    assertEquals("03", recording.subject());
    ColourTrace trace = recording.video().read(RegionRule.WHOLE).trace();
    assertEquals(25, trace.framesPerSecond(), 1e-3);
    for (int t = 0; t < 12; t++) {
      assertArrayEquals(
          new double[] {100 + t, 80 + 2 * t, 60},
          new double[] {trace.rgb()[0][t], trace.rgb()[1][t], trace.rgb()[2][t]},
          0,
          "PNG and rounding lose nothing");
    }
    double[] sensor = Objects.requireNonNull(recording.sensor().read().waveOf(trace));
    assertEquals(0, sensor[0], 0);
    assertEquals(23, sensor[11], 1e-12);
    assertEquals(70, recording.sensor().read().heartRate(0, 1), 0);
  }

  @Test
  void mmpd() throws IOException {
    Path subject = Files.createDirectories(folder.resolve("subject7"));
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("mmpd-compressed.mat"))) {
      Files.copy(in, subject.resolve("p7_3.mat"));
    }
    PulseRecording recording = recordings("mmpd", 1).get(0);
    assertEquals("subject7/p7_3.mat", recording.id());
    assertEquals("subject7", recording.subject());
    ColourTrace trace = recording.video().read(RegionRule.WHOLE).trace();
    assertEquals(30, trace.framesPerSecond(), 0);
    assertEquals(70, Objects.requireNonNull(recording.sensor().read().waveOf(trace)).length);
    assertTrue(Double.isNaN(recording.sensor().read().heartRate(0, 1)));
  }

  @Test
  void viplHr() throws IOException {
    for (String camera : List.of("source1", "source4")) {
      PulseVideos.write(folder.resolve("p12/v1-2/" + camera + "/video.avi"), 72, 4, 30);
      Path source = folder.resolve("p12/v1-2/" + camera);
      Files.writeString(source.resolve("wave.csv"), "Wave\n" + numbers(240, t -> t, "\n"));
      Files.writeString(source.resolve("gt_HR.csv"), "HR\n71\n72\n73\n72\n");
      Files.writeString(source.resolve("time.txt"), numbers(120, t -> 40 * t, "\n"));
    }
    PulseRecording recording = recordings("vipl-hr", 1).get(0);
    assertEquals("p12/v1-2/source1", recording.id());
    assertEquals(
        25, recording.video().read(RegionRule.SKIN).trace().framesPerSecond(), 1e-9, "time.txt");
    assertEquals(72, recording.sensor().read().heartRate(0, 1), 1e-12);
  }

  @Test
  void v4v() throws IOException {
    PulseVideos.write(folder.resolve("Videos/F001_T1.mkv"), 72, 4, 25);
    Path pressure = Files.createDirectories(folder.resolve("Ground truth/BP_raw_1KHz"));
    Path physiology = Files.createDirectories(folder.resolve("Ground truth/Physiology"));
    Files.writeString(
        pressure.resolve("F001-T1-BP.txt"),
        numbers(6000, t -> 80 + 10 * Math.sin(2 * Math.PI * 1.2 * t / 1000), "\n"));
    Files.writeString(
        physiology.resolve("F001_T1.txt"),
        "F001_T1, HR, " + numbers(100, t -> 72, ", ") + "\nF001_T1, RR, 12\n");
    PulseRecording recording = recordings("v4v", 1).get(0);
    assertEquals("F001", recording.subject());
    ColourTrace trace = recording.video().read(RegionRule.SKIN).trace();
    double[] sensor = Objects.requireNonNull(recording.sensor().read().waveOf(trace));
    assertEquals(100, sensor.length, "what is longer than the video is left out");
    assertEquals(80 + 10 * Math.sin(2 * Math.PI * 1.2), sensor[25], 1e-3);
    assertEquals(72, recording.sensor().read().heartRate(0, 1), 0);
  }

  @Test
  void otherFoldersAreRefused() throws IOException {
    assertThrows(PeriodException.class, () -> PulseDataset.open(folder));
    assertThrows(PeriodException.class, () -> PulseDataset.open(folder.resolve("gone")));
    Files.createDirectories(folder.resolve("x"));
    Files.writeString(folder.resolve("x/vid.avi"), "");
    Files.writeString(folder.resolve("x/ground_truth.txt"), "1 2 nan\n70 70 70\n");
    PulseRecording broken = recordings("ubfc-rppg", 1).get(0);
    assertThrows(PeriodException.class, () -> broken.sensor().read());
    assertThrows(PeriodException.class, () -> broken.video().read(RegionRule.SKIN));
  }

  private List<PulseRecording> recordings(String layout, int count) {
    PulseDataset dataset = PulseDataset.open(folder);
    assertEquals(layout, dataset.layout());
    assertEquals(count, dataset.recordings().size());
    return dataset.recordings();
  }

  private static String numbers(int count, IntToDoubleFunction value, String separator) {
    return IntStream.range(0, count)
        .mapToObj(t -> String.format(Locale.ROOT, "%.7e", value.applyAsDouble(t)))
        .collect(Collectors.joining(separator));
  }
}
