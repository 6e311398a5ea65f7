package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.train.logging.EventFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What a run leaves behind, and how it ends. */
class RunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aRunTellsAboutItself() throws Exception {
    Recipes.Losses run =
        Recipes.run("text", folder, false, "max_steps=3", "eval_every=2", "eval_samples=2");
    List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
    assertEquals(4, lines.size());
    assertTrue(JSON.readTree(lines.get(0)).has("eval/text/mae_abs"), "held out before step 1");
    JsonNode last = JSON.readTree(lines.get(3));
    for (String key :
        List.of(
            "train/loss",
            "train/grad_norm",
            "train/learning_rate",
            "train/tokens_per_second",
            "train/frames_per_second",
            "train/data_wait",
            "train/seconds_left",
            "eval/text/obo_acc")) {
      assertTrue(last.path(key).isNumber(), key + " in " + last);
    }
    assertTrue(
        run.messages.stream()
            .anyMatch(m -> m.startsWith("held out, before -> after: text/mae_abs")),
        run.messages.toString());
    assertEquals(2, Files.readAllLines(folder.resolve("answers/step-2.jsonl")).size());
    Document curves =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("curves.svg").toFile());
    assertEquals(5, curves.getElementsByTagName("polyline").getLength());

    Map<String, Map<Long, Float>> events = EventFiles.read(folder.resolve("tensorboard"));
    for (int step = 1; step <= 3; step++) {
      JsonNode line = JSON.readTree(lines.get(step));
      long at = step;
      line.properties()
          .forEach(
              entry -> {
                if (!entry.getKey().equals("step")) {
                  assertEquals(
                      entry.getValue().floatValue(),
                      events.get(entry.getKey()).get(at),
                      entry.getKey());
                }
              });
    }
  }

  @Test
  void moversAreShownAndAskedAboutOnRequest() throws IOException {
    Recipes.Losses run =
        Recipes.run("macro", folder, false, "max_steps=2", "data.movers_share=0.82");
    assertEquals(2, run.values.size());
    JsonNode last = JSON.readTree(Files.readAllLines(folder.resolve("metrics.jsonl")).get(2));
    assertTrue(last.path("eval/movers/obz_acc").isNumber(), last.toString());
    assertTrue(last.path("eval/movers/other_acc").isNumber(), last.toString());
    assertEquals(0, last.path("train/density_loss").asDouble(), "no sequence among movers");
    PeriodException e =
        assertThrows(
            PeriodException.class,
            () -> Recipes.run("macro", folder.resolve("b"), false, "data.movers_share=0.9"));
    assertTrue(e.getMessage().contains("data.movers_share"), e.getMessage());
  }

  @Test
  void theCurriculumGoesOnAtTheRightStage() throws IOException {
    Recipes.run("all", folder, false, "max_steps=1", "best_metric=eval/text/mae_abs");
    delete(folder.resolve("macro"));
    Recipes.Losses again =
        Recipes.run("all", folder, true, "max_steps=1", "best_metric=eval/text/mae_abs");
    assertEquals(1, again.values.size(), "only the macro stage");
    assertTrue(again.messages.get(0).endsWith("text is finished at step 1"), "" + again.messages);
    JsonNode provenance = JSON.readTree(folder.resolve("macro/provenance.json").toFile());
    assertEquals("checkpoint-1", provenance.get("from").asText());
  }

  @Test
  void aRunThatDivergesNamesItsSamplesAndKeepsItsCheckpoint() throws IOException {
    PeriodException e =
        assertThrows(
            PeriodException.class,
            () ->
                Recipes.run(
                    "text",
                    folder,
                    false,
                    "max_steps=9",
                    "save_every=1",
                    "learning_rate=1e30",
                    "warmup_steps=0"));
    assertEquals(PeriodException.Kind.INPUT, e.kind());
    assertTrue(e.getMessage().contains("text-train-"), e.getMessage());
    assertTrue(RunFolder.newest(folder).isPresent());
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith(".tmp")));
    }
  }

  @Test
  void aWrongMetricIsSaidBeforeTheFirstStep() {
    PeriodException e =
        assertThrows(
            PeriodException.class,
            () -> Recipes.run("text", folder, false, "max_steps=9", "best_metric=eval/macro/mae"));
    assertTrue(e.getMessage().contains("eval/text/mae_abs"), e.getMessage());
    assertTrue(RunFolder.newest(folder).isEmpty());
  }

  @Test
  void settingsOutOfRangeAreSaid() {
    for (String setting :
        List.of(
            "accumulation=3",
            "batch_size=0",
            "learning_rate=-1",
            "max_grad_norm=0",
            "schedule=wavy",
            "best_is=better",
            "data.files_share=2")) {
      PeriodException e =
          assertThrows(PeriodException.class, () -> Recipes.run("text", folder, false, setting));
      assertEquals(PeriodException.Kind.USAGE, e.kind());
      assertTrue(
          e.getMessage().contains(setting.substring(0, setting.indexOf('='))), e.getMessage());
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
