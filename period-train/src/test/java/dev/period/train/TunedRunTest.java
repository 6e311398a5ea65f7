package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.period.core.PeriodException;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.engine.Dtype;
import dev.period.core.model.LoraSettings;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Trainable;
import dev.period.core.model.Tuning;
import dev.period.core.optim.Adam;
import dev.period.core.optim.AdamRule;
import dev.period.data.text.TextRepetition;
import dev.period.train.parallel.SingleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that train a part of the model. */
class TunedRunTest {
  private static final Path NANO = Recipes.HOME.resolve("models/nano");

  @TempDir Path folder;

  private static Recipes.Losses run(
      String stage, Path out, Path from, boolean resume, String... overrides) {
    List<String> all = new ArrayList<>(Recipes.SMALL);
    all.addAll(List.of(overrides));
    Recipes.Losses losses = new Recipes.Losses();
    Training.run(
        new TrainRequest(stage, null, out, from, resume, all, "cpu", false, losses), Recipes.HOME);
    return losses;
  }

  @Test
  void adaptersWithDropoutResumeBitForBitAndLeaveTheBaseAsItWas() throws IOException {
    String[] settings = {
      "max_steps=4",
      "data.rendered_pool=1",
      "save_every=2",
      "accumulation=2",
      "trainable=[lora, projector]",
      "learning_rates={projector: 1.0e-4}",
      "lora={rank: 4, alpha: 8, dropout: 0.2, target_modules: [q_proj, v_proj, vision_tower.fc1]}"
    };
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    Recipes.Losses losses = run("macro", whole, NANO, false, settings);
    assertTrue(losses.messages.get(0).contains(" trained ("), losses.messages.get(0));
    copy(whole.resolve("checkpoint-2"), resumed.resolve("checkpoint-2"));
    run("macro", resumed, NANO, true, settings);
    for (String file :
        List.of(
            "model.safetensors",
            "adapter_model.safetensors",
            "adapter_config.json",
            "optimizer.safetensors",
            "config.json")) {
      assertEquals(
          -1,
          Files.mismatch(
              whole.resolve("checkpoint-4").resolve(file),
              resumed.resolve("checkpoint-4").resolve(file)),
          file);
    }
    try (SafetensorsFile base = SafetensorsFile.open(NANO.resolve("model.safetensors"));
        SafetensorsFile weights =
            SafetensorsFile.open(whole.resolve("checkpoint-4/model.safetensors"));
        SafetensorsFile optimizer =
            SafetensorsFile.open(whole.resolve("checkpoint-4/optimizer.safetensors"))) {
      assertEquals(base.tensors().keySet(), weights.tensors().keySet());
      for (String name : base.tensors().keySet()) {
        boolean trained = name.contains("projector.");
        assertEquals(!trained, base.read(name).equals(weights.read(name)), name);
      }
      for (String name : optimizer.tensors().keySet()) {
        assertTrue(name.contains(".lora_") || name.contains("projector."), name);
      }
      // four layers with two maps, two of the tower with one, A and B; eight of the projectors
      assertEquals(3 * (2 * (4 * 2 + 2) + 8), optimizer.tensors().size());
    }
  }

  /** Pixels that are normalised in another way, and another end of answers. */
  @Test
  void whatAFolderSaysBesideItsWeightsIsUsedAndKept() throws IOException {
    Path other = folder.resolve("other");
    copy(NANO, other);
    Path preprocessor = other.resolve("preprocessor_config.json");
    String json = Files.readString(preprocessor);
    int mean = json.indexOf("\"image_mean\"");
    Files.writeString(
        preprocessor,
        json.substring(0, mean) + json.substring(mean).replaceFirst("0\\.48\\d+", "0.1"));
    Path generation = other.resolve("generation_config.json");
    Files.writeString(
        generation,
        Files.readString(generation)
            .replaceFirst("\"eos_token_id\" *: *2", "\"eos_token_id\" : [ 2, 356 ]"));
    String[] settings = {
      "max_steps=2",
      "save_every=1",
      "trainable=[projector]",
      "data.rendered_pool=1",
      "data.rendered_share=1.0",
      "data.simulated_share=0.0",
      "data.idle_share=0.0",
      "data.text_share=0.0"
    };
    Recipes.Losses usual = run("macro", folder.resolve("usual"), NANO, false, settings);
    Path run = folder.resolve("run");
    Recipes.Losses losses = run("macro", run, other, false, settings);
    assertFalse(Math.abs(usual.values.get(0) - losses.values.get(0)) < 1e-4, "pixels are others");
    for (String name : List.of("preprocessor_config.json", "generation_config.json")) {
      Path kept = run.resolve("checkpoint-2").resolve(name);
      assertEquals(-1, Files.mismatch(other.resolve(name), kept), name);
    }
    // answers by which it is judged end as those to users, here before the word of token 356
    String whole = "repetitions.\"}";
    assertTrue(
        Files.readString(folder.resolve("usual/answers/step-0.jsonl")).contains(whole), whole);
    String ended = Files.readString(run.resolve("answers/step-0.jsonl"));
    assertFalse(ended.contains(whole), ended);
    // also where the run goes on from a checkpoint of its own
    settings[0] = "max_steps=3";
    run("macro", run, other, true, settings);
    assertTrue(
        Files.readString(run.resolve("checkpoint-3/preprocessor_config.json")).contains("0.1"));
  }

  /** They move with a grouped projector that is trained, and stay with one that is not. */
  @Test
  void runningStatisticsOfAFrozenProjectorStay() throws IOException {
    for (boolean trained : new boolean[] {false, true}) {
      Path run = folder.resolve("trained " + trained);
      run(
          "macro",
          run,
          NANO,
          false,
          "max_steps=1",
          "trainable=[" + (trained ? "projector" : "periodicity") + "]",
          "model.projector_type=grouped",
          "model.projector_groups=32",
          "data.rendered_share=1.0",
          "data.simulated_share=0.0",
          "data.idle_share=0.0",
          "data.text_share=0.0");
      try (SafetensorsFile saved =
          SafetensorsFile.open(run.resolve("checkpoint-1/model.safetensors"))) {
        float[] mean = saved.readFloats("multi_modal_projector.norm.running_mean");
        float[] fresh = new float[mean.length];
        assertEquals(trained, !Arrays.equals(fresh, mean), "trained " + trained);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bias                        | .bias
          projector                   | projector.
          language_model              | language_model.
          vision_tower, periodicity   | vision_tower. periodicity.
          """)
  void everySelectionTrains(String groups, String parts) throws IOException {
    run(
        "macro",
        folder,
        NANO,
        false,
        "max_steps=1",
        "data.rendered_share=0.0",
        "data.rendered_pool=1",
        "trainable=[" + groups + "]");
    try (SafetensorsFile optimizer =
        SafetensorsFile.open(folder.resolve("checkpoint-1/optimizer.safetensors"))) {
      assertFalse(optimizer.tensors().isEmpty());
      for (String name : optimizer.tensors().keySet()) {
        assertTrue(Stream.of(parts.split(" ")).anyMatch(name::contains), name);
      }
    }
  }

  @Test
  void adaptersOfNanoLowerTheLossOfABatch() {
    try (NanoSetup nano = new NanoSetup()) {
      List<TrainingBatch> batches =
          new StepBatches<>(TextRepetition.train(3)::sample, nano.collator::collate, 8, 1, 0, 1)
              .apply(0);
      Tuning tuning =
          new Tuning(
              Trainable.parse(List.of("lora"), Map.of()),
              new LoraSettings(8, 16, 0, List.of("q_proj", "v_proj", "down_proj"), false));
      try (PeriodModel model =
          tuning.load(NANO, ModelFolder.config(NANO), 1, Device.cpu(), Dtype.FP32)) {
        Map<String, NDArray> trained = tuning.trainable().select(model);
        try (Adam optimizer = new Adam(trained, AdamRule.adamW(0.9, 0.98, 1e-8, 0))) {
          TrainingStep<TrainingBatch> step =
              new TrainingStep<>(
                  model,
                  new AnswerObjective(1),
                  trained,
                  List.of(),
                  optimizer,
                  StepSettings.plain(1),
                  new SingleProcess());
          double first = step.run(batches, 0, 10, 3e-3).get("train/loss");
          double last = 0;
          for (int i = 1; i < 8; i++) {
            last = step.run(batches, i, 10, 3e-3).get("train/loss");
          }
          assertTrue(last < 0.9 * first, "loss went from " + first + " to " + last);
          long values = trained.values().stream().mapToLong(NDArray::size).sum();
          long state =
              optimizer.state().values().stream().mapToLong(array -> array.getShape().size()).sum();
          assertEquals(2 * values + trained.size(), state);
          assertTrue(values < 0.05 * model.parameters().size(), values + " values");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trainable=[lora]                                | nothing of it; add a section lora
          trainable=[decoder]                             | trainable has 'decoder'
          trainable=[projektor]                           | did you mean projector?
          trainable=[clip_text]                           | the model has nothing of it
          trainable=[]                                    | trainable is empty
          learning_rates={lora: 1.0e-4}                   | which trainable does not name
          learning_rates={projector: 0.0}                 | learning_rates.projector is 0.0
          lora={rank: 4, alpha: 8, dropout: 0.1, target_modules: [q_proj]} | trainable does not name lora
          """)
  void refusesWhatCannotBeTrained(String setting, String part) {
    assertRefused(part, setting);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {rank: 0, alpha: 8, dropout: 0.1, target_modules: [q_proj]}    | rank is 0
          {rank: 4, alpha: 8, dropout: 1.0, target_modules: [q_proj]}    | dropout is 1.0
          {rank: 4, alpha: 8, dropout: 0.1, target_modules: [q_prj]}     | did you mean q_proj?
          {rank: 4, alpha: 8, dropout: 0.1, target_modules: []}          | names no target_modules
          {rank: 4, alpha: 8, dropout: 0.1, target_modules: [q_proj], targets: []} | there is no key lora.targets
          {rank: 4, alpha: 8, target_modules: [q_proj]}                  | the key lora.dropout is missing
          """)
  void refusesAdaptersThatAreWrong(String lora, String part) {
    assertRefused(part, "trainable=[lora]", "lora=" + lora);
  }

  private void assertRefused(String part, String... settings) {
    PeriodException e =
        assertThrows(
            PeriodException.class, () -> run("text", folder.resolve("run"), NANO, false, settings));
    assertEquals(PeriodException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
