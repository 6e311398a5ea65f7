package dev.period.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.cli.Main;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at ahead: the same entries, whoever looks. */
class FeaturesTest {
  private static final Path NANO = Path.of("../models/nano").toAbsolutePath().normalize();

  @TempDir Path folder;

  @Test
  void entriesAreThoseOfOneProcess() throws IOException {
    Cluster.prepare();
    RotatingDigits digits = new RotatingDigits(new DrawnDigits(1), 1);
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      Path video = folder.resolve(i + ".mp4");
      if (i == 2) {
        Files.writeString(video, "no video");
      } else {
        VideoWriter.write(video, RotatingDigits.render(digits.clip(i), 48));
      }
      records.append(
          "{\"id\":\"%d\",\"video\":\"%d.mp4\",\"conversations\":[{\"from\":\"human\",\"value\":\"<video>\\nHow many?\"},{\"from\":\"gpt\",\"value\":\"2\"}]}%n"
              .formatted(i, i));
    }
    Files.writeString(folder.resolve("qa.jsonl"), records);
    Map<String, byte[]> alone = entries("alone", "4 made, 0 there already, 1 could not be read");
    Map<String, byte[]> spread =
        entries("spread", "4 made, 0 there already, 1 could not be read", "--master", "local[2]");
    assertEquals(4, alone.size());
    assertEquals(alone.keySet(), spread.keySet());
    alone.forEach((name, bytes) -> assertArrayEquals(bytes, spread.get(name), name));
    entries("spread", "0 made, 4 there already, 1 could not be read", "--master", "local[2]");
  }

  private Map<String, byte[]> entries(String cache, String printed, String... more)
      throws IOException {
    Path place = folder.resolve(cache);
    String before = System.getProperty("period.cache");
    System.setProperty("period.cache", place.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args =
        new ArrayList<>(
            List.of(
                "data", "features", folder.resolve("qa.jsonl").toString(), "--model", "" + NANO));
    args.addAll(Arrays.asList(more));
    try {
      int code =
          Main.run(
              args.toArray(String[]::new),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));
      assertEquals(0, code, err.toString(StandardCharsets.UTF_8));
    } finally {
      if (before == null) {
        System.clearProperty("period.cache");
      } else {
        System.setProperty("period.cache", before);
      }
    }
    assertEquals(printed, out.toString(StandardCharsets.UTF_8).strip());
    String said = err.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("2.mp4 left out: "), said);
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(place.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }
}
