package dev.period.data.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.data.qa.QaCheck;
import dev.period.data.qa.QaReader;
import dev.period.data.qa.QaRecord;
import dev.period.data.qa.SchemaValidator;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QaBuildersTest {
  @TempDir Path folder;

  private BuildRequest request(String out, @Nullable Path data, @Nullable Long limit) {
    return new BuildRequest(folder.resolve(out), data, null, 7, limit, Map.of(), false);
  }

  private static List<BuiltFile> build(String task, BuildRequest request) {
    return QaBuilders.byName(task).orElseThrow().build(request);
  }

  /** Built files follow the schema and nothing is wrong with them, together. */
  private static void assertGood(List<BuiltFile> built) throws IOException {
    SchemaValidator schema = SchemaValidator.ofRecords();
    ObjectMapper mapper = new ObjectMapper();
    List<String> findings = new ArrayList<>();
    QaCheck check = new QaCheck(finding -> findings.add(finding.toString()));
    for (BuiltFile file : built) {
      check.file(file.file());
      for (String line : Files.readAllLines(file.file())) {
        assertEquals(List.of(), schema.problems(mapper.readTree(line)), line);
      }
    }
    assertEquals(List.of(), findings);
  }

  private static void assertSame(List<BuiltFile> a, List<BuiltFile> b) throws IOException {
    for (int i = 0; i < a.size(); i++) {
      assertArrayEquals(Files.readAllBytes(a.get(i).file()), Files.readAllBytes(b.get(i).file()));
      assertArrayEquals(
          Files.readAllBytes(a.get(i).manifest()), Files.readAllBytes(b.get(i).manifest()));
    }
  }

  static void video(Path file, double seconds) {
    int frames = (int) (seconds * 10);
    byte[] rgb = new byte[3 * 16 * 16 * frames];
    // every file looks different: none passes for a copy of another
    Arrays.fill(rgb, (byte) file.getFileName().toString().hashCode());
    double[] times = new double[frames];
    for (int i = 0; i < frames; i++) {
      times[i] = i / 10.0;
    }
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    VideoWriter.write(file, new FrameSequence(rgb, 16, 16, times, seconds));
  }

  private Path countix() throws IOException {
    Path data = folder.resolve("count ix");
    video(data.resolve("videos/-abc.mp4"), 4);
    video(data.resolve("videos/def.mkv"), 3);
    Files.writeString(data.resolve("videos/bad.mp4"), "no video");
    String header =
        "video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count";
    Files.writeString(
        data.resolve("countix_train.csv"),
        header
            + "\n-abc,squat,0,10,0.5,3.5,4\n-abc,squat,0,10,1.0,2.0,2\ngone,squat,0,1,0,1,2\n"
            + "bad,squat,0,1,0,1,2\n");
    Files.writeString(
        data.resolve("countix_val.csv"),
        header + "\ndef,jump,0,10,0,2.5,5\ndef,jump,0,10,20,25,5\n");
    return data;
  }

  @Test
  void textHasTheNumbersOfTheStageAndSharesNoWord() throws IOException {
    List<BuiltFile> built = build("text", request("a", null, 400L));
    assertEquals(
        List.of("text_train.jsonl", "text_test.jsonl"),
        built.stream().map(file -> file.file().getFileName().toString()).toList());
    assertGood(built);
    assertSame(built, build("text", request("b", null, 400L)));
    Set<Integer> counts = new HashSet<>();
    Set<String> openings = new HashSet<>();
    int phrases = 0;
    Pattern quoted = Pattern.compile("\"([^\"]*)\"");
    for (QaRecord record : QaReader.readAll(built.get(0).file())) {
      counts.add(record.count());
      String question = record.conversation().get(0).value();
      openings.add(quoted.matcher(question).replaceAll("_").replaceAll("word|phrase", "unit"));
      Matcher unit = quoted.matcher(question);
      assertTrue(unit.find());
      phrases += question.contains("phrase") ? 1 : 0;
    }
    assertEquals(19, counts.size());
    assertTrue(counts.stream().allMatch(count -> count >= 2 && count <= 20));
    assertTrue(openings.size() >= 10, openings.toString());
    assertTrue(phrases > 5);
  }

  @Test
  void countixIsCutOnTheFly() throws IOException {
    Path data = countix();
    List<BuiltFile> built = build("countix", request("qa", data, null));
    assertEquals(2, built.size());
    assertGood(built);
    assertSame(built, build("countix", request("qa2", data, null)));
    assertEquals(6, built.get(0).records());
    assertEquals(2, built.get(0).missing());
    List<QaRecord> train = QaReader.readAll(built.get(0).file());
    QaRecord first = train.get(0);
    assertEquals("-abc_0.5_3.5-number", first.id());
    assertEquals("../count ix/videos/-abc.mp4", first.video());
    assertEquals(0.5, first.start());
    assertEquals(3.5, first.end());
    assertEquals(10, first.fps());
    assertEquals("squat", first.action());
    assertEquals("4", first.conversation().get(1).value());
    assertTrue(train.get(2).conversation().get(1).value().contains("squat"));
    JsonNode manifest = new ObjectMapper().readTree(built.get(0).manifest().toFile());
    assertEquals(1, manifest.get("sources").asInt());
    assertEquals("the file is missing", manifest.at("/missing/0/reason").asText());
    assertEquals("gone", manifest.at("/missing/0/source").asText());
    assertEquals("bad", manifest.at("/missing/1/source").asText());
    JsonNode val = new ObjectMapper().readTree(built.get(1).manifest().toFile());
    assertTrue(val.at("/missing/0/reason").asText().contains("before the segment begins"));
    assertFalse(Files.readString(built.get(0).manifest()).contains(folder.toString()));
  }

  @Test
  void aSplitThatHasLostItsRecordsKeepsNoneOfAnEarlierBuild() throws IOException {
    Path data = countix();
    build("countix", request("e", data, null));
    Path val = folder.resolve("e/countix_val.jsonl");
    assertTrue(Files.exists(val));
    Files.delete(data.resolve("videos/def.mkv"));
    build("countix", request("e", data, null));
    JsonNode manifest =
        new ObjectMapper().readTree(folder.resolve("e/countix_val.manifest.json").toFile());
    assertEquals(0, manifest.get("records").asInt());
    assertFalse(Files.exists(val));
  }

  @Test
  void anotherSeedAsksOtherwise() throws IOException {
    Path data = countix();
    BuildRequest other =
        new BuildRequest(folder.resolve("c"), data, "train", 8, null, Map.of(), false);
    List<BuiltFile> built = build("countix", other);
    assertEquals(1, built.size());
    build("countix", request("d", data, null));
    assertFalse(
        Files.readString(built.get(0).file())
            .equals(Files.readString(folder.resolve("d/countix_train.jsonl"))));
  }

  @Test
  void quvaIsDividedBySourceOnRequest() throws IOException {
    Path data = Files.createDirectories(folder.resolve("quva"));
    Files.createDirectories(data.resolve("annotations"));
    for (int i = 0; i < 12; i++) {
      String name = "%03d_rope".formatted(i);
      video(data.resolve("videos/" + name + ".mp4"), 2);
      Files.write(data.resolve("annotations/" + name + ".npy"), numpy(i + 3));
    }
    Map<String, Double> parts = new LinkedHashMap<>(Map.of("train", 0.5, "val", 0.5));
    List<BuiltFile> built =
        build("quva", new BuildRequest(folder.resolve("q"), data, null, 0, null, parts, false));
    assertEquals(2, built.size());
    assertEquals(36, built.get(0).records() + built.get(1).records());
    assertGood(built);
    QaRecord record = QaReader.readAll(built.get(0).file()).get(0);
    assertEquals(record.count(), record.repetitions().size());
  }

  private static byte[] numpy(int count) {
    String header = "{'descr': '<i4', 'fortran_order': False, 'shape': (%d,), }".formatted(count);
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + 4 * count).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 1; i <= count; i++) {
      file.putInt(i);
    }
    return file.array();
  }

  @Test
  void rotnistIsDrawnToVideos() throws IOException {
    List<BuiltFile> built = build("rotnist", request("r", null, 2L));
    assertEquals(3, built.size());
    assertGood(built);
    assertSame(built, build("rotnist", request("s", null, 2L)));
    QaRecord record = QaReader.readAll(built.get(0).file()).get(0);
    assertEquals("rotnist_videos/rotnist-train-7-000000.mp4", record.video());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("r").resolve(String.valueOf(record.video()))),
        Files.readAllBytes(folder.resolve("s").resolve(String.valueOf(record.video()))));
  }

  @Test
  void trainingAndValidationTurnDigitsOfTheirOwn() throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("mnist"));
    ByteBuffer idx = ByteBuffer.allocate(16 + 12 * 784);
    idx.putInt(0x803).putInt(12).putInt(28).putInt(28);
    while (idx.hasRemaining()) {
      // grey says which image it is: 10 to train with and 2 to validate
      idx.put((byte) (15 * ((idx.position() - 16) / 784 + 1)));
    }
    Files.write(mnist.resolve("train-images-idx3-ubyte"), idx.array());
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1), imagesOf("train", mnist, 11));
    assertEquals(List.of(11, 12, 11), imagesOf("val", mnist, 3));
    idx.putInt(4, 1);
    Files.write(mnist.resolve("train-images-idx3-ubyte"), idx.array());
    BuildRequest request =
        new BuildRequest(folder.resolve("m"), mnist, "val", 7, 1L, Map.of(), false);
    assertTold(Kind.INPUT, "cannot be divided", "rotnist", request);
  }

  /** Which image each clip turns, from 1. */
  private List<Integer> imagesOf(String split, Path mnist, long clips) {
    Path out = folder.resolve("m");
    BuildRequest request = new BuildRequest(out, mnist, split, 7, clips, Map.of(), false);
    List<Integer> images = new ArrayList<>();
    for (QaRecord record : QaReader.readAll(build("rotnist", request).get(0).file())) {
      Path file = out.resolve(String.valueOf(record.video()));
      FrameSequence clip =
          VideoReader.read(file, 56, 56, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults())
              .frames();
      int middle = clip.rgb()[3 * (28 * 56 + 28)] & 0xFF;
      images.add(Math.round(middle / 15f));
    }
    return images;
  }

  private Path signals() throws IOException {
    Path data = Files.createDirectories(folder.resolve("signals"));
    StringBuilder csv = new StringBuilder("ppg\n");
    for (int i = 0; i < 300; i++) {
      csv.append(Math.sin(i * 0.2)).append('\n');
    }
    Files.writeString(data.resolve("a.csv"), csv);
    Files.writeString(data.resolve("b.csv"), "ppg\nx\n");
    Files.writeString(
        data.resolve("labels.csv"),
        """
        file,rate_hz,count,quantity,start_s,end_s
        a.csv,30,9,beats,,
        a.csv,30,4,beats,1,5.5
        a.csv,30,1,beats,1.02,1.04
        b.csv,30,9,beats,,
        c.csv,30,9,beats,,
        """);
    return data;
  }

  @Test
  void signalsStaySignals() throws IOException {
    List<BuiltFile> built = build("signal", request("s", signals(), null));
    assertEquals(2, built.get(0).records());
    assertEquals(3, built.get(0).missing());
    assertGood(built);
    QaRecord record = QaReader.readAll(built.get(0).file()).get(1);
    assertEquals("../signals/a.csv", record.media());
    assertEquals(1, record.start());
    assertTrue(record.conversation().get(0).value().contains("beats"));
  }

  @Test
  void orBecomeVideos() throws IOException {
    List<BuiltFile> built =
        build(
            "signal",
            new BuildRequest(folder.resolve("s"), signals(), "test", 0, 1L, Map.of(), true));
    assertEquals("signal_test.jsonl", built.get(0).file().getFileName().toString());
    assertGood(built);
    QaRecord record = QaReader.readAll(built.get(0).file()).get(0);
    assertEquals("signal_videos/a.csv-beats.mp4", record.video());
    assertEquals(30, record.fps());
  }

  @Test
  void videosOfDifferentSignalsHaveDifferentNames() throws IOException {
    Path data = Files.createDirectories(folder.resolve("names/s"));
    List<String> files = List.of("s/1.csv", "s_1.csv");
    StringBuilder labels = new StringBuilder("file,rate_hz,count\n");
    for (String file : files) {
      Files.writeString(data.getParent().resolve(file), "ppg\n" + "1\n2\n".repeat(20));
      labels.append(file).append(",20,3\n");
    }
    Files.writeString(data.resolveSibling("labels.csv"), labels);
    Path out = folder.resolve("n");
    build("signal", new BuildRequest(out, data.getParent(), "test", 0, null, Map.of(), true));
    Set<String> videos = new HashSet<>();
    for (QaRecord record : QaReader.readAll(out.resolve("signal_test.jsonl"))) {
      videos.add(String.valueOf(record.video()));
      assertTrue(Files.exists(out.resolve(String.valueOf(record.video()))));
    }
    assertEquals(files.size(), videos.size(), videos.toString());
    assertTrue(videos.contains("signal_videos/s_1.csv-cycles.mp4"), videos.toString());
    assertNotEquals(MediaPaths.name("\u5F20\u4E09"), MediaPaths.name("\u674E\u56DB"));
  }

  @Test
  void arraysOfOthersAreImported() throws IOException {
    Path data = folder.resolve("theirs");
    video(data.resolve("cut/-a.mp4"), 1);
    Path file = data.resolve("number_countix_val.json");
    Files.writeString(
        file,
        "[{\"video\":\"./cut/-a.mp4\",\"QA\":{\"q\":\"How many?\",\"a\":\"3\"}},"
            + "{\"video\":\"./cut/b.mp4\",\"QA\":{\"q\":\"How many?\",\"a\":\"4\"}}]");
    List<BuiltFile> built = build("import", request("i", file, null));
    assertGood(built);
    assertEquals(1, built.get(0).missing());
    QaRecord record = QaReader.readAll(built.get(0).file()).get(0);
    assertEquals("../theirs/cut/-a.mp4", record.video());
    assertEquals(3, record.count());
  }

  @Test
  void whatCannotBeBuiltIsTold() throws IOException {
    assertTold(Kind.USAGE, "needs --data", "countix", request("x", null, null));
    assertTold(Kind.INPUT, "no annotations of countix", "countix", request("x", folder, null));
    Path data = Files.createDirectories(folder.resolve("empty"));
    Files.writeString(
        data.resolve("countix_val.csv"),
        "video_id,repetition_start,repetition_end,count\na,0,1,2\n");
    assertTold(Kind.INPUT, "none of the 1 items", "countix", request("x", data, null));
    assertTrue(Files.exists(folder.resolve("x/countix_val.manifest.json")));
    assertFalse(Files.exists(folder.resolve("x/countix_val.jsonl")));
    assertTold(
        Kind.USAGE,
        "there is no split 'dev' here; there is val",
        "countix",
        new BuildRequest(folder, data, "dev", 0, null, Map.of(), false));
    assertTold(
        Kind.USAGE,
        "has splits of its own",
        "countix",
        new BuildRequest(folder, data, null, 0, null, Map.of("train", 1.0), false));
    assertTold(
        Kind.USAGE,
        "exclude each other",
        "signal",
        new BuildRequest(folder, signals(), "test", 0, null, Map.of("train", 1.0), false));
    assertTold(Kind.INPUT, "is not a file", "import", request("x", folder, null));
    assertTrue(QaBuilders.byName("nothing").isEmpty());
  }

  private static void assertTold(Kind kind, String expected, String task, BuildRequest request) {
    PeriodException e = assertThrows(PeriodException.class, () -> build(task, request));
    assertEquals(kind, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }
}
