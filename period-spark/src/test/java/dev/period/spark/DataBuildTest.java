package dev.period.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.data.build.BuildRequest;
import dev.period.data.build.QaBuilders;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.video.VideoWriter;
import dev.period.data.work.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The same files, byte for byte, whoever makes the records. */
class DataBuildTest {
  private static Workers cluster;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.connect();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** All files of a build by their path, bytes as ISO 8859-1. */
  private Map<String, String> build(
      Workers workers, String task, @Nullable Path data, @Nullable String split, long limit)
      throws IOException {
    Path out = folder.resolve(workers == cluster ? "spread" : "alone");
    QaBuilders.byName(task)
        .orElseThrow()
        .build(new BuildRequest(out, data, split, 7, limit, Map.of(), true), workers);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(out)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            out.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  @Test
  void textIsTheSame() throws IOException {
    // more than two chunks, so that they have to come in order
    Map<String, String> alone = build(Workers.here(), "text", null, null, 9000);
    assertEquals(4, alone.size(), alone.keySet().toString());
    assertEquals(alone, build(cluster, "text", null, null, 9000));
  }

  @Test
  void countixIsTheSameWithWhatIsMissing() throws IOException {
    Path data = countix();
    Map<String, String> alone = build(Workers.here(), "countix", data, null, 100);
    String manifest = alone.get("countix_val.manifest.json");
    assertTrue(manifest.contains("the file is missing"), manifest);
    assertTrue(manifest.contains("cannot be read as a video"), manifest);
    assertEquals(alone, build(cluster, "countix", data, null, 100));
  }

  @Test
  void signalsAreTheSame() throws IOException {
    Path data = signals();
    Map<String, String> alone = build(Workers.here(), "signal", data, null, 100);
    assertTrue(alone.containsKey("signal_videos/0.csv-cycles.mp4"), alone.keySet().toString());
    assertEquals(alone, build(cluster, "signal", data, null, 100));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void videosAreTheSameThoughAnExecutorIsKilled() throws IOException {
    Map<String, String> alone = build(Workers.here(), "rotnist", null, "train", 60);
    assertEquals(62, alone.size());
    ExecutorLoss.killAfter(10);
    assertEquals(alone, build(cluster, "rotnist", null, "train", 60));
    assertTrue(ExecutorLoss.lostTasks() >= 1, "an executor was killed that had something to do");
  }

  @Test
  void whatTheUserHasToKnowComesBack() {
    // the folder of the videos cannot be made where a file of that name lies
    PeriodException failure =
        assertThrows(
            PeriodException.class,
            () -> {
              Files.createDirectories(folder.resolve("spread"));
              Files.writeString(folder.resolve("spread/rotnist_videos"), "a file");
              build(cluster, "rotnist", null, "train", 4);
            });
    assertEquals(PeriodException.Kind.INPUT, failure.kind());
  }

  private Path countix() throws IOException {
    Path data = folder.resolve("count ix");
    Path videos = Files.createDirectories(data.resolve("videos"));
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    StringBuilder rows =
        new StringBuilder(
            "video_id,class,kinetics_start,kinetics_end,repetition_start,repetition_end,count\n");
    for (int i = 0; i < 6; i++) {
      FrameSequence frames = RotatingDigits.render(digits.clip(i), 48);
      VideoWriter.write(videos.resolve("-clip" + i + ".mp4"), frames);
      int count = digits.clip(i).count();
      rows.append("-clip%d,turning,0,10,0.0,5.0,%d\n".formatted(i, count));
      rows.append("-clip%d,turning,0,10,1.0,3.0,%d\n".formatted(i, 1 + count / 2));
      rows.append("gone%d,turning,0,10,0,5,4\n".formatted(i));
    }
    Files.writeString(videos.resolve("corrupt.mp4"), "no video");
    Files.writeString(data.resolve("countix_val.csv"), rows + "corrupt,turning,0,10,0,5,4\n");
    return data;
  }

  private Path signals() throws IOException {
    Path data = Files.createDirectories(folder.resolve("signals"));
    StringBuilder labels = new StringBuilder("file,rate_hz,count\n");
    for (int i = 0; i < 4; i++) {
      StringBuilder wave = new StringBuilder("value\n");
      for (int t = 0; t < 200; t++) {
        wave.append(Math.sin(2 * Math.PI * (3 + i) * t / 200)).append('\n');
      }
      Files.writeString(data.resolve(i + ".csv"), wave);
      labels.append("%d.csv,20,%d\n".formatted(i, 3 + i));
    }
    Files.writeString(data.resolve("labels.csv"), labels + "gone.csv,20,5\n");
    return data;
  }
}
