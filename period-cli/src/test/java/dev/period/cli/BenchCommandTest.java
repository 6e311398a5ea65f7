package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
  @BeforeAll
  static void home() {
    System.setProperty("period.home", Path.of("..").toAbsolutePath().normalize().toString());
  }

  @AfterAll
  static void restore() {
    System.clearProperty("period.home");
  }

  @Test
  void everyFigureHasItsSpread() throws Exception {
    CliRun run = CliRun.of("bench", "--rounds", "1", "--json", "--quiet");
    assertEquals(0, run.code(), run.err());
    JsonNode json = new ObjectMapper().readTree(run.out());
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of(
            "decode_frames_per_second",
            "prefill_tokens_per_second",
            "decode_tokens_per_second",
            "training_tokens_per_second"),
        names);
    for (JsonNode figure : json) {
      assertTrue(figure.get("median").asDouble() > 0, run.out());
      assertTrue(figure.get("min").asDouble() <= figure.get("max").asDouble(), run.out());
    }
  }

  @Test
  void wrongUse() {
    assertEquals(2, CliRun.of("bench", "--rounds", "0").code());
    assertEquals(3, CliRun.of("bench", "--rounds", "1", "no-such.mp4").code());
    assertEquals(4, CliRun.of("bench", "--model", "no-such-model").code());
  }
}
