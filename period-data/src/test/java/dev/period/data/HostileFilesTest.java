package dev.period.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.data.qa.JsonArrayReader;
import dev.period.data.qa.QaCheck;
import dev.period.data.qa.QaReader;
import dev.period.data.repetition.Countix;
import dev.period.data.repetition.Quva;
import dev.period.data.repetition.RepCount;
import dev.period.data.rotnist.IdxImages;
import dev.period.data.rppg.ColourTrace;
import dev.period.data.rppg.PulseDataset;
import dev.period.data.rppg.PulseRecording;
import dev.period.data.rppg.RegionRule;
import dev.period.data.signal.SignalDataset;
import dev.period.data.signal.SignalFile;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import dev.period.data.video.VideoWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of damaged files of every kind that is read: each is either used or refused in one
 * sentence, soon, and without taking memory that its size does not justify.
 */
class HostileFilesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What one file may take from the heap while it is read: it is a few kilobytes itself. */
  private static final long HEAP = 192L << 20;

  private static final int MUTATIONS = 24;

  @TempDir Path folder;

  private interface Reading {
    void read(Path file) throws IOException;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Kind(byte[] good, Path file, Reading reading) {}

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  @BeforeEach
  void goodFiles() throws IOException {
    for (String type : List.of("mp4", "mkv", "avi", "mov", "ts")) {
      Path file = folder.resolve("good." + type);
      write(file);
      add("video." + type, Files.readAllBytes(file), HostileFilesTest::video);
    }
    for (String type : List.of("png", "jpg", "gif", "bmp")) {
      Path file = folder.resolve("good." + type);
      BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
      image.setRGB(7, 9, 0xFFCC00);
      assertTrue(ImageIO.write(image, type, file.toFile()));
      add("image." + type, Files.readAllBytes(file), HostileFilesTest::video);
    }
    add(
        "countix_val.csv",
        text(
            """
            video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count
            -abc,"a, b",1,11,2.5,7.25,8
            def,squat,1,11,2.5,7.25,3
            """),
        file -> new Countix().read(file.getParent(), "val"));
    add(
        "repcount/annotation/train.csv",
        text(",type,name,count,L1,L2,L3,L4\n0,squat,a.mp4,2,1.0,9.0,9.0,20.0\n1,x,b.mp4,,,,,\n"),
        file -> new RepCount().read(file.getParent().getParent(), "train"));
    add("quva/annotations/a.npy", npy(), HostileFilesTest::quva);
    add(
        "records.jsonl",
        text(
            "{\"id\":\"a\",\"video\":\"v.mp4\",\"conversations\":[{\"from\":\"human\",\"value\":"
                + "\"<video>\\nq\"},{\"from\":\"gpt\",\"value\":\"3\"}],\"count\":3,\"start\":1.5,"
                + "\"repetitions\":[[1,2],[2,3.5]]}\n"),
        HostileFilesTest::records);
    add(
        "array.json",
        text(
            "[{\"video\":\"a.mp4\",\"QA\":{\"q\":\"how?\",\"a\":\"3"
                + " times\"}},{\"QA\":[{\"q\":\"?\",\"a\":\"\"}]}]"),
        file -> JsonArrayReader.read(file, record -> {}));
    add(
        "signal.csv",
        text("time,ppg,ecg\n0,1.5,2\n0.1,,3\n0.2,7,-4e3\n0.3,nan,5\n0.4,8,6\n"),
        file -> SignalFile.read(file, 10, List.of()));
    add("signal.wav", wav(), file -> SignalFile.read(file, 0, List.of()));
    add(
        "labels/labels.csv",
        text("file,kind,fs_hz,value,quantity,start_s,end_s\na.csv,PPG+ECG,50,7,beats,0,9\n"),
        file -> SignalDataset.read(file.getParent()));
    add("digits/train-images-idx3-ubyte", idx(), file -> IdxImages.read(file.getParent(), true));
    pulses();
  }

  /** Recordings of pulses: a MATLAB array, a sequence of PNGs, sensors in JSON, text and CSV. */
  private void pulses() throws IOException {
    try (InputStream mat =
        Objects.requireNonNull(PulseDataset.class.getResourceAsStream("mmpd-compressed.mat"))) {
      add("mmpd/subject1/p1_0.mat", mat.readAllBytes(), file -> pulse(file, 2));
    }
    Path pure = folder.resolve("read/pure/01-01");
    Path pictures = Files.createDirectories(pure.resolve("01-01"));
    for (int i = 0; i < 4; i++) {
      Files.copy(folder.resolve("good.png"), pictures.resolve("Image" + i + "000000000.png"));
    }
    byte[] json =
        text(
            "{\"/FullPackage\": [{\"Value\": {\"waveform\": 7, \"pulseRate\": 70}},"
                + "{\"Value\": {\"waveform\": 9, \"pulseRate\": 71}}], \"/Image\": []}");
    Files.write(pure.resolve("01-01.json"), json);
    byte[] png = Files.readAllBytes(folder.resolve("good.png"));
    add("pure/01-01/01-01/Image2500000000.png", png, file -> pulse(file, 3));
    add("pure2/01-01/01-01.json", json, file -> pulse(file, 2));
    Path twin = Files.createDirectories(folder.resolve("read/pure2/01-01/01-01"));
    for (int i = 0; i < 2; i++) {
      Files.copy(folder.resolve("good.png"), twin.resolve("Image" + i + "000000000.png"));
    }
    byte[] video = Files.readAllBytes(folder.resolve("good.avi"));
    Files.write(ubfc("1/subject1").resolve("vid.avi"), video);
    add(
        "ubfc1/subject1/ground_truth.txt",
        text("1.5 2.5e0 3 4 5 6 7 8 9 8 7 6\n70 70 71 71 70 70 71 71 70 70 71 71\n0 0.1 0.2\n"),
        file -> pulse(file, 2));
    Files.write(ubfc("2/a").resolve("vid.avi"), video);
    add(
        "ubfc2/a/gtdump.xmp",
        text("0,70,98,1.5\n16,70,98,2.5\n32,71,98,1\n48,71,98,0\n"),
        file -> pulse(file, 2));
    Files.write(Files.createDirectories(folder.resolve("read/own")).resolve("a.avi"), video);
    add("own/labels_rppg.csv", text("file,hr_bpm,subject\na.avi,72.5,x\n"), file -> pulse(file, 1));
  }

  private Path ubfc(String rest) throws IOException {
    return Files.createDirectories(folder.resolve("read/ubfc" + rest));
  }

  /** Everything of the recordings of the data set that begins {@code up} folders above. */
  private static void pulse(Path file, int up) {
    Path root = file;
    for (int i = 0; i < up; i++) {
      root = root.getParent();
    }
    for (PulseRecording recording : PulseDataset.open(root).recordings()) {
      ColourTrace trace = recording.video().read(RegionRule.WHOLE).trace();
      recording.sensor().read().waveOf(trace);
    }
  }

  private void add(String name, byte[] good, Reading reading) throws IOException {
    Path file = folder.resolve("read").resolve(name);
    Files.createDirectories(file.getParent());
    kinds.put(name, new Kind(good, file, reading));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path file) {
    byte[] rgb = new byte[3 * 32 * 32 * 12];
    new SplittableRandom(1).nextBytes(rgb);
    double[] times = new double[12];
    Arrays.setAll(times, i -> i / 12.0);
    VideoWriter.write(file, new FrameSequence(rgb, 32, 32, times, 1));
  }

  private static void video(Path file) {
    VideoReader.info(file, VideoLimits.defaults());
    VideoReader.read(file, 8, 8, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults());
  }

  private static void quva(Path file) {
    new Quva().read(file.getParent().getParent(), "test");
  }

  private static void records(Path file) {
    new QaCheck(finding -> {}).file(file);
    QaReader.readAll(file);
  }

  private static byte[] npy() {
    String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }\n";
    ByteBuffer file = ByteBuffer.allocate(10 + header.length() + 24).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length()).put(text(header));
    return file.putLong(5).putLong(9).putLong(20).array();
  }

  private static byte[] wav() {
    ByteBuffer wav = ByteBuffer.allocate(44 + 400).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(text("RIFF")).putInt(436).put(text("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 2).putInt(8000).putInt(32000);
    wav.putShort((short) 4).putShort((short) 16).put(text("data")).putInt(400);
    return wav.array();
  }

  private static byte[] idx() {
    ByteBuffer idx = ByteBuffer.allocate(16 + 784);
    return idx.putInt(0x803).putInt(1).putInt(28).putInt(28).array();
  }

  /** Bytes changed, runs of them doubled, cut out, filled; sizes set to extremes; the end lost. */
  private static byte[] mutated(byte[] good, SplittableRandom rng) {
    byte[] bytes = good.clone();
    int changes = 1 + rng.nextInt(8);
    for (int i = 0; i < changes && bytes.length > 8; i++) {
      int at = rng.nextInt(bytes.length - 4);
      switch (rng.nextInt(7)) {
        case 0 -> bytes[at] = (byte) rng.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << rng.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + rng.nextInt(bytes.length));
        case 3 -> Arrays.fill(bytes, at, at + 4, (byte) (rng.nextBoolean() ? 0xFF : 0));
        case 4 -> ByteBuffer.wrap(bytes).putInt(at, Integer.MAX_VALUE - rng.nextInt(3));
        case 5 -> bytes = without(bytes, at, Math.min(bytes.length, at + rng.nextInt(64)));
        default -> bytes = doubled(bytes, at, Math.min(bytes.length, at + rng.nextInt(64)));
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, rest, from, bytes.length - to);
    return rest;
  }

  private static byte[] doubled(byte[] bytes, int from, int to) {
    byte[] more = Arrays.copyOf(bytes, bytes.length + to - from);
    System.arraycopy(bytes, from, more, to, bytes.length - from);
    return more;
  }

  @TestFactory
  List<DynamicTest> eachIsUsedOrRefused() {
    List<DynamicTest> tests = new ArrayList<>();
    kinds.forEach(
        (name, kind) ->
            tests.add(
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Files.write(kind.file(), kind.good());
                      soon(kind, name + " as it should be", true);
                      for (int seed = 0; seed < MUTATIONS; seed++) {
                        SplittableRandom rng = new SplittableRandom(seed);
                        Files.write(kind.file(), mutated(kind.good(), rng));
                        soon(kind, name + ", seed " + seed, false);
                      }
                      Files.delete(kind.file());
                    })));
    assertTrue(tests.size() * MUTATIONS >= 500);
    return tests;
  }

  private static void soon(Kind kind, String what, boolean good) {
    assertTimeoutPreemptively(SOON, () -> usedOrRefused(kind, what, good), what);
  }

  private static void usedOrRefused(Kind kind, String what, boolean good) {
    long before = allocated();
    try {
      kind.reading().read(kind.file());
    } catch (PeriodException e) {
      boolean known =
          e.kind() == PeriodException.Kind.INPUT || e.kind() == PeriodException.Kind.USAGE;
      assertTrue(known, what + ": " + e);
      String message = e.getMessage();
      assertNotNull(message, what);
      assertEquals(1, message.lines().count(), what + ": " + message);
      assertTrue(message.length() < 1000, what);
      assertFalse(good, what + " is refused: " + message);
    } catch (IOException e) {
      fail(what, e);
    }
    long taken = allocated() - before;
    assertTrue(taken < HEAP, what + " took " + taken + " bytes");
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
