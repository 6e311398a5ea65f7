package dev.period.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.generate.CountDistribution;
import dev.period.core.generate.NumberAwareDecoding;
import dev.period.core.model.Batch;
import dev.period.core.model.ModelFolder;
import dev.period.core.model.PeriodModel;
import dev.period.core.model.Prompt;
import dev.period.core.model.TokenSequence;
import dev.period.data.video.DecodedVideo;
import dev.period.data.video.VideoView;
import dev.period.data.video.VideoViewer;
import dev.period.data.video.ViewedVideo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The belief about a count, held against reading the prompt anew with every number behind it. */
class CountBeliefTest {
  private static final int COUNTS = 100;

  @TempDir private Path folder;

  private static Prompt followed(Prompt prompt, int... more) {
    TokenSequence tokens = prompt.tokens();
    int length = tokens.length();
    int[] ids = Arrays.copyOf(tokens.ids(), length + more.length);
    int[] frames = Arrays.copyOf(tokens.frames(), length + more.length);
    for (int i = 0; i < more.length; i++) {
      ids[length + i] = more[i];
      frames[length + i] = -1;
    }
    boolean[] trained = Arrays.copyOf(tokens.trained(), length + more.length);
    return new Prompt(new TokenSequence(ids, trained, frames), prompt.media());
  }

  /** The probabilities of the digits behind a prompt. */
  private static double[] digits(LoadedModel.Ready ready, Prompt prompt) {
    PeriodModel model = ready.model();
    try (NDManager scope = Torch.scope()) {
      Batch batch = Batch.of(model.config(), List.of(prompt));
      NDArray hidden = model.forward(scope, batch, null).hidden();
      float[] p =
          model.logits(scope, hidden, new long[] {batch.width() - 1L}).softmax(-1).toFloatArray();
      return IntStream.range(0, 10).mapToDouble(d -> p[digit(ready, d)]).toArray();
    }
  }

  private static int digit(LoadedModel.Ready ready, int digit) {
    return ready.tokenizer().id(String.valueOf(digit));
  }

  private static double[] naive(LoadedModel.Ready ready, Prompt prompt) {
    double[] p = new double[COUNTS];
    double[] first = digits(ready, prompt);
    p[0] = first[0];
    for (int tens = 1; tens < 10; tens++) {
      double[] second = digits(ready, followed(prompt, digit(ready, tens)));
      p[tens] += first[tens] * (1 - Arrays.stream(second).sum());
      for (int ones = 0; ones < 10; ones++) {
        p[10 * tens + ones] += first[tens] * second[ones];
      }
    }
    return p;
  }

  @Test
  void itIsTheMeanOfTheViewsWeighedByTheDensity() {
    TinyModel.counting(folder);
    ViewedVideo seen =
        VideoViewer.view(
            new DecodedVideo(TestVideo.frames(48, 48, 40, 0.5), List.of(), false),
            VideoView.middles(48, TinyModel.SLOTS, 2));
    LoadedModel loaded =
        LoadedModel.load(folder, ModelFolder.config(folder), new PeriodOptions("cpu", "fp32", 1));
    loaded.use(
        ready -> {
          List<Prompt> views = ready.prompts().bothWays(seen.visual(), seen.gram(), "how many?");
          NumberAwareDecoding.Generated generated = ready.decoding().generate(views);
          double[] weights = new double[COUNTS];
          double expected = 0;
          for (int view = 0; view < views.size(); view++) {
            double[] one = naive(ready, views.get(view));
            Arrays.setAll(weights, n -> weights[n] + one[n]);
            for (float passed : generated.densities().get(view)) {
              expected += Math.max(0, passed) / views.size();
            }
          }
          CountDistribution counts = generated.counts();
          assertNotNull(counts);
          assertArrayEquals(
              CountDistribution.of(weights).weighed(expected).probabilities(),
              counts.probabilities(),
              1e-5);
          assertEquals(counts.median() + ".", generated.answer());
          return counts;
        });
    loaded.close();
  }
}
