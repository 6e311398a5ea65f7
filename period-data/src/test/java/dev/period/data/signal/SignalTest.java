package dev.period.data.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.periodicity.SimilarityMaps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalTest {
  @TempDir Path folder;

  static Signal sine(double hz, double seconds, double rate) {
    double[][] values = new double[(int) Math.round(seconds * rate)][];
    for (int t = 0; t < values.length; t++) {
      values[t] = new double[] {3 + 2 * Math.sin(2 * Math.PI * hz * t / rate)};
    }
    return new Signal(values, rate, List.of("sine"));
  }

  @Test
  void partsAreCutInSeconds() {
    Signal part = sine(1, 10, 50).part(2, 3.5, "a");
    assertEquals(75, part.steps());
    assertEquals(1.5, part.seconds(), 1e-12);
    assertEquals(500, sine(1, 10, 50).part(0, 1e9, "a").steps());
  }

  @Test
  void aPartWithoutAStepIsTold() {
    assertTold("a ends at 10.00 s, not after the start asked for (10.00 s)", 10, 11);
    assertTold("nothing of a lies between 1.01 s and 1.02 s, at 20.0 samples a second", 1.01, 1.02);
  }

  private static void assertTold(String expected, double start, double end) {
    PeriodException e =
        assertThrows(PeriodException.class, () -> sine(1, 10, 20).part(start, end, "a"));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertEquals(expected, e.getMessage());
  }

  @Test
  void resamplingKeepsSlowAndDropsFast() {
    float[][] slow = sine(0.5, 10, 1000).resampled(128);
    for (int i = 2; i < 126; i++) {
      double at = i * (10000 - 1.0) / 127 / 1000;
      assertEquals(3 + 2 * Math.sin(Math.PI * at), slow[i][0], 0.05);
    }
    // 330 Hz at 12.8 samples a second: what would alias to a slow wave is averaged away
    for (float[] row : sine(330, 10, 1000).resampled(128)) {
      assertEquals(3, row[0], 0.1);
    }
    float[][] stretched = sine(0.5, 2, 10).resampled(41);
    assertEquals(3, stretched[0][0], 1e-6);
    assertTrue(Math.abs(stretched[10][0] - 5) < 0.2);
  }

  @Test
  void framesRepeatAsTheSignalDoes() {
    // 8 periods over 129 frames: one is 16 frames long
    FrameSequence frames = SignalFrames.render(sine(0.8, 10, 64), 129, 32);
    assertEquals(129, frames.frames());
    assertEquals(10, frames.durationSeconds(), 1e-9);
    assertEquals(0, frames.timesSeconds()[0]);
    double period = difference(frames, 40, 56);
    double half = difference(frames, 40, 48);
    assertTrue(period < 4 && half > 40, "a period apart " + period + ", half a one " + half);
  }

  private static double difference(FrameSequence frames, int a, int b) {
    int size = frames.rgb().length / frames.frames();
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += Math.abs((frames.rgb()[a * size + i] & 0xFF) - (frames.rgb()[b * size + i] & 0xFF));
    }
    return sum / size;
  }

  @Test
  void everyColumnHasItsBand() {
    double[][] values = new double[100][];
    for (int t = 0; t < 100; t++) {
      values[t] = new double[] {t, 7};
    }
    FrameSequence frames = SignalFrames.render(new Signal(values, 10, List.of("a", "b")), 16, 32);
    int last = 15 * 32 * 32;
    int grey = frames.rgb()[3 * (last + 4 * 32 + 31)] & 0xFF;
    assertTrue(grey > 200, "the rising curve fills its band at its end: " + grey);
    assertTrue((frames.rgb()[3 * (last + 18 * 32 + 31)] & 0xFF) < 40);
    assertTrue((frames.rgb()[3 * (last + 30 * 32 + 31)] & 0xFF) > 200);
  }

  @Test
  void evidenceHasTheSizesThatTheModelExpects() {
    SignalEvidence evidence = SignalEvidence.of(sine(1, 10, 50), 32, 4, 48);
    assertEquals(SimilarityMaps.NAMES.size() * 32 * 32, evidence.gram().length);
    assertEquals(4, evidence.visual().frames());
    assertEquals(48, evidence.visual().width());
  }

  @Test
  void labelsNameWhatIsCounted() throws IOException {
    Files.writeString(folder.resolve("all.csv"), "time,ECG,PPG,RSP\n0,1,2,3\n1,1,2,3\n");
    Files.writeString(folder.resolve("imu.csv"), "elapsed,x,y\n0,1,2\n1,1,2\n");
    Files.writeString(
        folder.resolve("labels_signals.csv"),
        """
        file,kind,fs_hz,quantity,value,rate_per_min,start_s,end_s
        all.csv,ECG+PPG+RSP,100,beats,432,86.4,,
        all.csv,RSP,100,breaths,81,16.2,1.5,20
        imu.csv,wrist accelerometer,12.5,reps,5,,,
        imu.csv,wrist accelerometer,12.5,reps,6,,,
        gone.csv,PPG,50,beats,7,,,
        """);
    List<SignalDataset.Item> items = SignalDataset.read(folder);
    assertEquals(
        List.of(
            "all.csv-beats", "all.csv-breaths", "imu.csv-reps", "imu.csv-reps-2", "gone.csv-beats"),
        items.stream().map(SignalDataset.Item::id).toList());
    assertEquals(List.of("PPG"), items.get(0).columns());
    assertEquals(List.of("RSP"), items.get(1).columns());
    assertEquals(1.5, items.get(1).start());
    assertEquals(List.of(), items.get(2).columns());
    assertEquals(List.of("x", "y"), items.get(2).read().columns());
    assertEquals(12.5, items.get(2).rateHz());
    assertEquals(432, items.get(0).count());
    PeriodException late = assertThrows(PeriodException.class, () -> items.get(1).read());
    assertTrue(String.valueOf(late.getMessage()).contains("ends at 0.02 s"));
  }

  @Test
  void wrongLabelsAreToldWithFileAndLine() throws IOException {
    for (String row :
        List.of(
            "../x.csv,1,10,", ".,1,10,", "a.csv,x,10,", "a.csv,1,-3,", ",1,10,", "a.csv,,10,")) {
      Files.writeString(folder.resolve("labels.csv"), "file,count,rate_hz,column\n" + row + "\n");
      PeriodException e =
          assertThrows(PeriodException.class, () -> SignalDataset.read(folder), row);
      assertTrue(String.valueOf(e.getMessage()).contains("labels.csv, line 2: "), row);
    }
    Files.writeString(folder.resolve("labels.csv"), "file,number\na.csv,3\n");
    assertThrows(PeriodException.class, () -> SignalDataset.read(folder));
  }
}
