package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.generate.Generator.Settings;
import dev.period.core.model.Batch;
import dev.period.core.model.Media;
import dev.period.core.model.Medium;
import dev.period.core.model.PeriodConfig;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Prompt;
import dev.period.core.model.TokenSequence;
import dev.period.core.nn.ParameterSource;
import dev.period.core.text.HuggingFaceTokenizerFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTest {
  private static final int M = Media.MARKER;

  private static PeriodModel model(PeriodConfig config) {
    return new PeriodModel(config, ParameterSource.fresh(5), Device.cpu(), Dtype.FP32);
  }

  /** Text, images and videos in any order; more or less of each. */
  private static List<Prompt> prompts(PeriodConfig config, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Prompt> prompts = new ArrayList<>();
    for (int row = 0; row < 4; row++) {
      List<Medium> media = new ArrayList<>();
      int[] ids = new int[2 + random.nextInt(9)];
      ids[0] = 1;
      for (int i = 1; i < ids.length; i++) {
        ids[i] = 10 + random.nextInt(50);
        if (i < ids.length - 1 && random.nextInt(3) == 0) {
          ids[i] = M;
          media.add(
              random.nextBoolean()
                  ? Media.image(config, random)
                  : Media.video(config, 1 + random.nextInt(3), random));
        }
      }
      prompts.add(Media.prompt(config, ids, media.toArray(Medium[]::new)));
    }
    return prompts;
  }

  /** What comes when the whole dialogue is read anew for every token. */
  private static int[] naive(PeriodModel model, Prompt prompt, int tokens) {
    TokenSequence sequence = prompt.tokens();
    int[] found = new int[tokens];
    for (int k = 0; k < tokens; k++) {
      int n = sequence.length();
      try (NDManager scope = Torch.scope()) {
        Batch batch = Batch.of(model.config(), List.of(new Prompt(sequence, prompt.media())));
        NDArray logits =
            model.logits(scope, model.forward(scope, batch, null).hidden(), new long[] {n - 1});
        found[k] = argMax(logits.toFloatArray());
      }
      int[] ids = Arrays.copyOf(sequence.ids(), n + 1);
      int[] frames = Arrays.copyOf(sequence.frames(), n + 1);
      ids[n] = found[k];
      frames[n] = -1;
      sequence = new TokenSequence(ids, new boolean[n + 1], frames);
    }
    return found;
  }

  private static int argMax(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /**
   * A cache, left padding and the positions behind videos change nothing: each row gets what it
   * would get alone, read anew for every token.
   */
  @ParameterizedTest
  @CsvSource({
    "causal, temporal, 0, 1",
    "frame_block_causal, temporal, 1, 2",
    "frame_block_causal, temporal, 0.3, 3",
    "frame_block_causal, global, 0.7, 4",
    "full_visual, global, 0.5, 5",
    "frame_block, temporal, 2, 6",
    "frame_block_no_prefix_text, temporal, 1, 7"
  })
  void manyAtOnceIsTheSameAsEachAlone(String mask, String reading, double gamma, long seed) {
    PeriodConfig config =
        Media.config(
            Map.of("attention_mask", mask, "temporal_reading", reading, "temporal_gamma", gamma));
    List<Prompt> prompts = prompts(config, seed);
    try (PeriodModel model = model(config)) {
      List<int[]> together = new Generator(model).ids(prompts, Settings.greedy(6));
      for (int row = 0; row < prompts.size(); row++) {
        assertArrayEquals(
            naive(model, prompts.get(row), 6), together.get(row), "seed " + seed + ", row " + row);
      }
    }
  }

  /** The greedy ids of another implementation, both prompts in one batch padded on the left. */
  @Test
  void aLlamaContinuesAsElsewhere() throws Exception {
    int[] first = {1, 69, 57, 23, 30, 61, 125, 4, 23, 115, 100, 25};
    int[] second = {
      1, 13, 43, 82, 107, 13, 21, 108, 71, 84, 11, 40, 121, 127, 40, 106, 89, 110, 123, 69, 43, 124,
      68, 63, 101, 78, 121, 47, 88, 49, 12, 34, 16, 60, 67, 46, 53, 114, 75, 73, 30, 66, 84, 20, 24,
      123, 126, 52, 18, 5, 108, 55, 82, 122, 119, 46, 54, 84, 87, 77, 13, 102, 50, 113, 92, 5, 24,
      36, 7, 6
    };
    try (Llama llama = Llama.open()) {
      PeriodConfig config = llama.model().config();
      List<int[]> found =
          new Generator(llama.model())
              .ids(
                  List.of(Media.prompt(config, first), Media.prompt(config, second)),
                  Settings.greedy(20));
      assertArrayEquals(
          new int[] {
            107, 110, 125, 29, 110, 37, 77, 28, 9, 115, 29, 110, 87, 109, 1, 87, 29, 28, 46, 43
          },
          found.get(0));
      assertArrayEquals(
          new int[] {
            119, 29, 35, 97, 63, 122, 1, 29, 29, 34, 56, 29, 121, 88, 29, 121, 92, 125, 98, 118
          },
          found.get(1));
    }
  }

  @Test
  void aRowEndsAtAStopTokenAndTheOthersGoOn() throws Exception {
    try (Llama llama = Llama.open()) {
      Prompt[] prompts = {
        Media.prompt(llama.model().config(), new int[] {1, 69, 57}),
        Media.prompt(llama.model().config(), new int[] {1, 23, 30, 61})
      };
      Generator generator = new Generator(llama.model());
      List<int[]> free = generator.ids(List.of(prompts), Settings.greedy(8));
      int stop = free.get(0)[3];
      int at = indexOf(free.get(0), stop);
      int other = indexOf(free.get(1), stop);
      List<String> heard = new ArrayList<>();
      List<int[]> stopped =
          generator.ids(
              List.of(prompts),
              new Settings(8, Sampling.GREEDY, 0, Set.of(stop), Set.of()),
              (row, id) -> heard.add(row + ":" + id));
      assertArrayEquals(Arrays.copyOf(free.get(0), at), stopped.get(0));
      assertArrayEquals(Arrays.copyOf(free.get(1), other), stopped.get(1));
      assertEquals(stopped.get(0).length + stopped.get(1).length, heard.size());
      assertEquals(
          List.of(new int[0].length, 0),
          generator.ids(List.of(prompts), Settings.greedy(0)).stream().map(a -> a.length).toList());
      List<int[]> suppressed =
          generator.ids(
              List.of(prompts),
              new Settings(8, Sampling.GREEDY, 0, Set.of(), Set.of(free.get(0)[0])));
      assertEquals(-1, indexOf0(suppressed.get(0), free.get(0)[0]));
      List<int[]> cut = generator.ids(List.of(prompts), Settings.greedy(8), (row, id) -> row == 0);
      assertEquals(List.of(8, 1), cut.stream().map(a -> a.length).toList());
    }
  }

  private static int indexOf(int[] ids, int id) {
    int at = indexOf0(ids, id);
    return at < 0 ? ids.length : at;
  }

  private static int indexOf0(int[] ids, int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    return -1;
  }

  /** A row's draws depend on the seed and its place, not on how the others go on. */
  @Test
  void aSeedGivesTheSameDraws() throws Exception {
    try (Llama llama = Llama.open()) {
      PeriodConfig config = llama.model().config();
      Generator generator = new Generator(llama.model());
      Prompt prompt = Media.prompt(config, new int[] {1, 69, 57});
      Prompt longer = Media.prompt(config, new int[] {1, 23, 30, 61, 4, 4});
      Sampling hot = new Sampling(3, 0, 1, 1);
      Settings seven = new Settings(12, hot, 7, Set.of(), Set.of());
      List<int[]> once = generator.ids(List.of(prompt, longer), seven);
      assertArrayEquals(once.get(0), generator.ids(List.of(prompt), seven).get(0));
      assertArrayEquals(once.get(1), generator.ids(List.of(longer, longer), seven).get(1));
      Settings eight = new Settings(12, hot, 8, Set.of(), Set.of());
      assertFalse(Arrays.equals(once.get(0), generator.ids(List.of(prompt), eight).get(0)));
      List<int[]> twice = generator.ids(List.of(prompt, prompt), seven);
      assertFalse(Arrays.equals(twice.get(0), twice.get(1)), "rows draw on their own");
      Settings one = new Settings(12, new Sampling(3, 1, 1, 1), 7, Set.of(), Set.of());
      assertArrayEquals(
          generator.ids(List.of(prompt), Settings.greedy(12)).get(0),
          generator.ids(List.of(prompt), one).get(0),
          "of one token");
    }
  }

  @Test
  void textsStopAtStringsAndAreToldAsTheyCome() throws Exception {
    try (Llama llama = Llama.open();
        HuggingFaceTokenizerFile tokenizer =
            HuggingFaceTokenizerFile.open(Fixtures.path("tokenizers/own-spm-bpe600"))) {
      PeriodConfig config = llama.model().config();
      List<Prompt> prompts =
          List.of(
              Media.prompt(config, new int[] {1, 69, 57}),
              Media.prompt(config, new int[] {1, 23, 30, 61}));
      Generator generator = new Generator(llama.model());
      List<StringBuilder> heard = List.of(new StringBuilder(), new StringBuilder());
      List<String> texts =
          generator.texts(
              tokenizer,
              prompts,
              Settings.greedy(16),
              List.of(),
              (row, piece) -> heard.get(row).append(piece));
      assertEquals(texts, heard.stream().map(StringBuilder::toString).toList());
      List<int[]> ids = generator.ids(prompts, Settings.greedy(16));
      assertEquals(tokenizer.decode(ids.get(0)).stripLeading(), texts.get(0));
      String whole = texts.get(0);
      String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 2);
      String cut =
          generator
              .texts(tokenizer, prompts, Settings.greedy(16), List.of(stop), (row, piece) -> {})
              .get(0);
      assertEquals(whole.substring(0, whole.indexOf(stop)), cut);
      assertTrue(cut.length() < whole.length());
    }
  }
}
