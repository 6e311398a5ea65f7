package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.cache.CacheFolder;
import dev.period.core.cache.CachePlace;
import dev.period.data.rotnist.DrawnDigits;
import dev.period.data.rotnist.RotatingDigits;
import dev.period.data.video.VideoWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an evaluation keeps of its videos, what the doctor says about it, and how it goes. */
class FeatureCacheCommandTest {
  @TempDir static Path folder;
  private static @Nullable String before;

  @BeforeAll
  static void clips() throws IOException {
    System.setProperty("period.home", Path.of("..").toAbsolutePath().normalize().toString());
    before = System.getProperty("period.cache");
    System.setProperty("period.cache", Files.createDirectory(folder.resolve("kept")).toString());
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    StringBuilder labels = new StringBuilder("file,action,count\n");
    for (int i = 0; i < 2; i++) {
      VideoWriter.write(folder.resolve(i + ".mp4"), RotatingDigits.render(digits.clip(i), 48));
      labels.append(i + ".mp4,turning," + digits.clip(i).count() + "\n");
    }
    Files.writeString(folder.resolve("labels.csv"), labels);
  }

  @AfterAll
  static void restore() {
    System.clearProperty("period.home");
    if (before == null) {
      System.clearProperty("period.cache");
    } else {
      System.setProperty("period.cache", before);
    }
  }

  private static String eval(String name, String... more) throws IOException {
    Path out = folder.resolve(name);
    String[] args = new String[6 + more.length];
    String[] first = {"eval", "clips", "--data", folder.toString(), "--out", out.toString()};
    System.arraycopy(first, 0, args, 0, first.length);
    System.arraycopy(more, 0, args, first.length, more.length);
    CliRun run = CliRun.of(args);
    assertEquals(0, run.code(), run.err());
    return run.err() + run.out() + Files.readString(out.resolve("predictions.jsonl"));
  }

  private static String answers(String printed) {
    return printed.substring(printed.indexOf("{\""));
  }

  @Test
  void anEvaluationLooksAtEachVideoOnceForAllTimes() throws IOException {
    String without = eval("without", "--no-cache", "--baselines");
    assertFalse(without.contains("from the cache"), without);
    assertEquals(0, CacheFolder.usage(CachePlace.features()).entries());

    String first = eval("first", "--baselines");
    assertTrue(first.contains("0 looks from the cache, 4 at the files"), first);
    String second = eval("second", "--baselines");
    assertTrue(second.contains("4 looks from the cache, 0 at the files"), second);
    assertEquals(answers(without), answers(first));
    assertEquals(answers(without), answers(second));

    CliRun doctor = CliRun.of("doctor");
    assertTrue(doctor.out().contains("in 4 entries in"), doctor.out());
    CliRun cleared = CliRun.of("doctor", "--clear-cache");
    assertEquals(0, cleared.code());
    assertTrue(cleared.out().startsWith("removed "), cleared.out());
    assertTrue(cleared.out().contains(" 0 entries in"), cleared.out());
    assertEquals(0, CacheFolder.usage(CachePlace.features()).entries());
  }

  @Test
  void limitsThatLeaveNothingAreRefused() {
    for (String[] limit :
        new String[][] {{"--max-frames", "1"}, {"--max-pixels", "0"}, {"--max-seconds", "0"}}) {
      CliRun run = CliRun.of("ask", "a.mp4", "how many?", limit[0], limit[1]);
      assertEquals(2, run.code());
      assertTrue(run.err().contains("--max-pixels and --max-seconds"), run.err());
    }
  }
}
