package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.train.parallel.ThreadCollective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the dpo stage, from nano, on pairs about pictures. */
class DpoTrainingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path NANO = Recipes.HOME.resolve("models/nano");

  @TempDir Path folder;
  private Path pairs;

  @BeforeEach
  void write() throws IOException {
    pairs = PreferencePictures.write(folder.resolve("data"), 6);
  }

  private String[] settings(String... more) {
    List<String> all = new ArrayList<>(List.of("data.files=[\"" + pairs + "\"]"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private JsonNode line(Path run, int step) throws IOException {
    return JSON.readTree(Files.readAllLines(run.resolve("metrics.jsonl")).get(step));
  }

  @Test
  void onlyTheLanguageModelLearnsWhatIsPreferred() throws IOException {
    Path run = folder.resolve("run");
    Recipes.Losses losses =
        Recipes.run("dpo", run, false, settings("max_steps=12", "learning_rate=5e-4"));
    assertEquals(Math.log(2), losses.values.get(0), 1e-5);
    assertTrue(losses.values.get(11) < 0.6, losses.values.toString());
    assertTrue(losses.messages.contains("6 pairs of answers: one round is 2 steps"));
    assertEquals(0, line(run, 1).get("train/reward_margin").doubleValue(), 1e-5);
    assertTrue(line(run, 12).get("train/reward_margin").doubleValue() > 0.2);
    assertEquals(1, line(run, 12).get("train/reward_accuracy").doubleValue());
    assertTrue(line(run, 0).has("eval/macro/mae_abs"), "held out before step 1");
    assertTrue(line(run, 12).has("eval/macro/mae_abs"), "and after the last");
    String curves = Files.readString(run.resolve("curves.svg"));
    assertTrue(curves.contains("train/reward_margin"), "the margin is drawn");
    assertTrue(curves.contains("train/reward_accuracy"), "the accuracy is drawn");
    try (SafetensorsFile before = SafetensorsFile.open(NANO.resolve("model.safetensors"));
        SafetensorsFile after =
            SafetensorsFile.open(run.resolve("checkpoint-12/model.safetensors"))) {
      for (String name : before.tensors().keySet()) {
        boolean same = before.read(name).equals(after.read(name));
        assertEquals(!name.startsWith("language_model."), same, name);
      }
    }
  }

  @Test
  void aResumedRunEndsBitForBitWhereAnUninterruptedOneDoes() throws IOException {
    String[] settings =
        settings(
            "max_steps=4",
            "save_every=2",
            "accumulation=2",
            "learning_rate=5e-4",
            "trainable=[lora]",
            "lora={rank: 4, alpha: 8, dropout: 0.2, target_modules: [q_proj, v_proj]}");
    Path whole = folder.resolve("whole");
    List<Double> losses = Recipes.run("dpo", whole, false, settings).values;
    Path resumed = folder.resolve("resumed");
    ResumeTest.copy(whole.resolve("checkpoint-2"), resumed.resolve("checkpoint-2"));
    Files.copy(whole.resolve(References.FILE), resumed.resolve(References.FILE));
    assertEquals(losses.subList(2, 4), Recipes.run("dpo", resumed, true, settings).values);
    for (String file :
        List.of("model.safetensors", "adapter_model.safetensors", "optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve("checkpoint-4").resolve(file)),
          Files.readAllBytes(resumed.resolve("checkpoint-4").resolve(file)),
          file);
    }
  }

  @Test
  void otherPairsCannotBeGoneOnWith() throws IOException {
    Path run = folder.resolve("run");
    Recipes.run("dpo", run, false, settings("max_steps=1"));
    Files.writeString(pairs, Files.readString(pairs).replace("I count 2", "I counted 2"));
    assertProblem(
        PeriodException.Kind.USAGE, "are not those that the run began with", run, true, NANO);
    Files.delete(run.resolve(References.FILE));
    assertProblem(PeriodException.Kind.MODEL, "reference.json is missing", run, true, NANO);
  }

  @Test
  void severalProcessesLearnLikeOne() throws Exception {
    String[] settings = settings("max_steps=3", "learning_rate=5e-4");
    List<Double> alone = Recipes.run("dpo", folder.resolve("alone"), false, settings).values;
    List<Recipes.Losses> both =
        ThreadCollective.run(
            2, all -> Recipes.run(all, "dpo", folder.resolve("both"), false, settings));
    for (int step = 0; step < 3; step++) {
      assertEquals(alone.get(step), both.get(0).values.get(step), 1e-5);
    }
  }

  @Test
  void whatCannotBeReadIsLeftOut() throws IOException {
    Files.delete(folder.resolve("data/1.png"));
    Files.writeString(folder.resolve("data/3.png"), "not a picture at all");
    Path run = folder.resolve("run");
    Recipes.Losses losses = Recipes.run("dpo", run, false, settings("max_steps=2"));
    assertEquals(2, losses.values.size());
    String said = String.join("\n", losses.messages);
    assertTrue(said.contains("1 of 6 pairs are left out, their videos are missing"), said);
    assertTrue(said.contains("pair3 is left out: "), said);
    assertTrue(said.contains("4 pairs of answers: one round is 1 steps"), said);
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path run = folder.resolve("run");
    assertProblem(PeriodException.Kind.USAGE, "name one with --from", run, false, null);
    assertProblem(
        PeriodException.Kind.USAGE,
        "so data.files_share must be 1",
        run,
        false,
        NANO,
        "data.files_share=0.5");
    assertProblem(
        PeriodException.Kind.USAGE, "name a file with --data", run, false, NANO, "data.files=[]");
    assertProblem(PeriodException.Kind.USAGE, "dpo.beta must be", run, false, NANO, "dpo.beta=0");
    assertProblem(
        PeriodException.Kind.USAGE,
        "leave projector out of trainable",
        run,
        false,
        NANO,
        "model.projector_type=grouped",
        "model.projector_groups=32",
        "trainable=[language_model, projector]");
    assertProblem(
        PeriodException.Kind.USAGE, "label_smoothing", run, false, NANO, "dpo.label_smoothing=0.5");
    Files.writeString(pairs, "");
    assertProblem(PeriodException.Kind.INPUT, "holds no pairs", run, false, NANO);
    assertFalse(Training.stages().indexOf("dpo") < 0);
  }

  @Test
  void aDryRunRefusesWhatTheRunWould() {
    TrainRequest request =
        new TrainRequest(
            "dpo",
            null,
            folder.resolve("run"),
            null,
            false,
            List.of(settings("max_steps=3")),
            "cpu",
            true,
            new Recipes.Losses());
    PeriodException e =
        assertThrows(PeriodException.class, () -> Training.run(request, Recipes.HOME));
    assertTrue(e.getMessage().contains("name one with --from"), e.getMessage());
  }

  private void assertProblem(
      PeriodException.Kind kind,
      String part,
      Path run,
      boolean resume,
      @Nullable Path from,
      String... more) {
    List<String> all = new ArrayList<>(Recipes.SMALL);
    all.addAll(List.of(settings("max_steps=3")));
    all.addAll(List.of(more));
    TrainRequest request =
        new TrainRequest("dpo", null, run, from, resume, all, "cpu", false, new Recipes.Losses());
    PeriodException e =
        assertThrows(PeriodException.class, () -> Training.run(request, Recipes.HOME));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(kind, e.kind());
  }
}
