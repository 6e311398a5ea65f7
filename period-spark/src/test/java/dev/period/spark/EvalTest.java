package dev.period.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.cli.Main;
import dev.period.core.FrameSequence;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.video.VideoWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line with the bundled model: the same predictions and reports, whoever judges. */
class EvalTest {
  private static final Path NANO = Path.of("../models/nano").toAbsolutePath().normalize();

  @TempDir static Path folder;

  private record Run(int code, String out, String err) {}

  @BeforeAll
  static void clips() throws IOException {
    Cluster.prepare();
    Path data = Files.createDirectories(folder.resolve("clips"));
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    StringBuilder labels = new StringBuilder("file,action,count\n");
    for (int i = 0; i < 14; i++) {
      FrameSequence frames = RotatingDigits.render(digits.clip(i), 48);
      VideoWriter.write(data.resolve(i + ".mp4"), frames);
      labels.append("%d.mp4,turning,%d\n".formatted(i, digits.clip(i).count()));
    }
    Files.writeString(data.resolve("corrupt.mp4"), "no video");
    Files.writeString(
        data.resolve("labels.csv"), labels + "gone.mp4,turning,3\ncorrupt.mp4,turning,3\n");
  }

  private static Run run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Run eval(Path model, Path out, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("eval", "clips", "--data", folder.resolve("clips").toString(), "--baselines"));
    args.addAll(List.of("--model", model.toString(), "--out", out.toString()));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void reportsAreTheSameThoughAnExecutorIsKilled() throws IOException {
    Path alone = folder.resolve("alone");
    Run here = eval(NANO, alone);
    assertEquals(0, here.code(), here.err());
    assertTrue(here.err().contains("gone.mp4 skipped: the file is missing"), here.err());
    assertTrue(here.err().contains("corrupt.mp4 skipped: "), here.err());

    Path spread = folder.resolve("spread");
    ExecutorLoss.killAfter(4);
    Run there = eval(NANO, spread, "--master", Cluster.MASTER);
    assertEquals(0, there.code(), there.err());
    assertTrue(ExecutorLoss.lostTasks() >= 1, "an executor was killed that had something to do");
    assertEquals(here.out(), there.out());
    assertSameReports(alone, spread);
  }

  @Test
  void heartRatesAreTheSame() throws IOException {
    Path data = folder.resolve("pulse");
    StringBuilder wave = new StringBuilder();
    for (int t = 0; t < 300; t++) {
      wave.append(Math.sin(t / 4.0)).append(' ');
    }
    for (String subject : List.of("subject1", "subject2", "subject3")) {
      Path place = Files.createDirectories(data.resolve(subject));
      Files.copy(Path.of("../docs/samples/jumping-jacks.mp4"), place.resolve("vid.avi"));
      Files.writeString(
          place.resolve("ground_truth.txt"),
          wave.toString().strip() + "\n" + "72 ".repeat(300) + "\n");
    }
    Files.writeString(data.resolve("subject2/vid.avi"), "no video");
    String[] args = {"eval", "rppg", "--data", data.toString(), "--model", NANO.toString()};
    Path alone = folder.resolve("pulse-alone");
    Run here = run(with(args, "--baselines", "--out", alone.toString()));
    assertEquals(0, here.code(), here.err());
    assertTrue(here.err().contains("subject2 skipped: "), here.err());
    Path spread = folder.resolve("pulse-spread");
    Run there = run(with(args, "--baselines", "--out", spread.toString(), "--master", "local[2]"));
    assertEquals(0, there.code(), there.err());
    assertEquals(here.out(), there.out());
    assertSameReports(alone, spread);
  }

  private static String[] with(String[] args, String... more) {
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  private static void assertSameReports(Path a, Path b) throws IOException {
    for (String file : List.of("predictions.jsonl", "report.json", "report.html")) {
      assertEquals(Files.readString(a.resolve(file)), Files.readString(b.resolve(file)), file);
    }
  }

  @Test
  void aBrokenModelIsOneSentence() throws IOException {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Files.copy(NANO.resolve("config.json"), broken.resolve("config.json"));
    Run run = eval(broken, folder.resolve("nothing"), "--master", "local[2]");
    assertEquals(4, run.code(), run.err());
    assertTrue(run.err().contains(broken.toString()), run.err());
  }

  @Test
  void aMasterThatIsNoneIsOneSentence() {
    Run run = eval(NANO, folder.resolve("nowhere"), "--master", "spark:host");
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains("--master spark:host"), run.err());
  }

  @Test
  void dataIsBuiltOnTheCoresOfThisMachine() {
    Run run =
        run(
            "data",
            "build",
            "text",
            "--limit",
            "10",
            "--master",
            "local[2]",
            "--out",
            folder.resolve("text").toString());
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("text_train.jsonl: 10 records"), run.out());
  }
}
