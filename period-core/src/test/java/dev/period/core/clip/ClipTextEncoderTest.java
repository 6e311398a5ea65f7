package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.Tensors;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small random CLIP's text side against what Hugging Face's implementation computed. */
class ClipTextEncoderTest {
  private NDManager scope;
  private WeightsFolder weights;
  private SafetensorsFile expected;
  private Parameters parameters;
  private ClipTextConfig config;

  @BeforeEach
  void open() throws Exception {
    scope = Torch.scope();
    weights = ClipTiny.weights();
    expected = ClipTiny.expected("clip-tiny/forward");
    config = ClipTiny.config("text_config", ClipTextConfig.class);
    parameters = new Parameters(Device.cpu(), ClipTiny.source(weights));
  }

  @AfterEach
  void close() {
    parameters.close();
    expected.close();
    weights.close();
    scope.close();
  }

  private NDArray expected(String name) {
    return ClipTiny.floats(scope, expected, name);
  }

  /** Texts end at different places, and are padded with the end token or with 0. */
  @ParameterizedTest
  @CsvSource({"FP32, 1e-5", "BF16, 0.03"})
  void parity(Dtype dtype, double tolerance) {
    ClipTextEncoder encoder = new ClipTextEncoder(parameters, "", config, dtype);
    NDArray ids = ClipTiny.longs(scope, expected, "in.input_ids");
    List<NDArray> states = encoder.hiddenStates(scope, ids);
    assertEquals(5, states.size());
    for (int i = 0; i < states.size(); i++) {
      String name = "text.hidden_states." + i;
      Tensors.assertClose(name, expected(name), states.get(i), tolerance);
    }
    Tensors.assertClose(
        "last", expected("text.last_hidden_state"), encoder.lastHiddenState(scope, ids), tolerance);
    Tensors.assertClose(
        "pooled", expected("text.pooler_output"), encoder.pooled(scope, ids), tolerance);
    NDArray embeds = encoder.embeds(scope, ids);
    Tensors.assertClose("embeds", expected("text_embeds_unnormalized"), embeds, tolerance);
    Tensors.assertClose(
        "unit embeds", expected("text_embeds"), ClipProjection.unit(scope, embeds), tolerance);
  }

  @Test
  void fullContext() {
    ClipTextEncoder encoder = new ClipTextEncoder(parameters, "", config, Dtype.FP32);
    NDArray ids = ClipTiny.longs(scope, expected, "in.input_ids_77");
    Tensors.assertClose(
        "last", expected("text77.last_hidden_state"), encoder.lastHiddenState(scope, ids), 1e-5);
    Tensors.assertClose(
        "embeds", expected("text77_embeds_unnormalized"), encoder.embeds(scope, ids), 1e-5);
  }

  /** Early configurations say 2, and mean the largest id. */
  @Test
  void bothEndConventionsAgree() throws Exception {
    ClipTextConfig old =
        ClipTiny.parse(
            """
            {"vocab_size": 256, "hidden_size": 64, "intermediate_size": 128,
             "num_hidden_layers": 4, "num_attention_heads": 4, "projection_dim": 32,
             "bos_token_id": 0, "eos_token_id": 2}\
            """,
            ClipTextConfig.class);
    assertEquals(254, old.startToken());
    assertEquals(255, old.endToken());
    NDArray ids = ClipTiny.longs(scope, expected, "in.input_ids");
    NDArray embeds = new ClipTextEncoder(parameters, "", old, Dtype.FP32).embeds(scope, ids);
    Tensors.assertClose("embeds", expected("text_embeds_unnormalized"), embeds, 1e-5);
  }

  /** What stands behind a text's end has no effect. */
  @Test
  void paddingDoesNotMatter() {
    ClipTextEncoder encoder = new ClipTextEncoder(parameters, "", config, Dtype.FP32);
    NDArray one = Torch.longs(scope, new long[] {254, 7, 9, 255, 255, 255}, 1, 6);
    NDArray other = Torch.longs(scope, new long[] {254, 7, 9, 255, 0, 31}, 1, 6);
    Tensors.assertClose("embeds", encoder.embeds(scope, one), encoder.embeds(scope, other), 1e-6);
  }

  @Test
  void sequences() {
    ClipTextEncoder encoder = new ClipTextEncoder(parameters, "", config, Dtype.FP32);
    assertArrayEquals(new long[] {254, 7, 9, 255, 255}, encoder.sequence(new int[] {7, 9}, 5));
    assertArrayEquals(new long[] {254, 255}, encoder.sequence(new int[0], 2));
    assertArrayEquals(new long[] {254, 1, 2, 255}, encoder.sequence(new int[] {1, 2, 3, 4}, 4));
    assertThrows(IllegalArgumentException.class, () -> encoder.sequence(new int[0], 78));
  }

  @Test
  void idsThatCannotBe() {
    ClipTextEncoder encoder = new ClipTextEncoder(parameters, "", config, Dtype.FP32);
    for (long[] ids : new long[][] {{254, 256, 255}, {254, -1, 255}, {254, 3, 4}}) {
      NDArray row = Torch.longs(scope, ids, 1, 3);
      assertThrows(IllegalArgumentException.class, () -> encoder.embeds(scope, row));
    }
    NDArray tooLong = Torch.longs(scope, new long[78], 1, 78);
    assertThrows(IllegalArgumentException.class, () -> encoder.embeds(scope, tooLong));
  }

  @ParameterizedTest
  @CsvSource({"150", "248"})
  void extendedContext(int length) throws Exception {
    ClipTextConfig longer = config.extended(ContextExtension.PPLLAVA);
    assertEquals(248, longer.contextLength());
    ParameterSource stretched =
        (name, init, shape) ->
            name.equals(ClipTextEncoder.extensionName(""))
                ? ContextExtension.PPLLAVA.stretched(
                    weights.readFloats(ClipTextEncoder.positionsName("")), 64)
                : weights.readFloats(name);
    try (Parameters own = new Parameters(Device.cpu(), stretched);
        SafetensorsFile file = ClipTiny.expected("algorithms/clip_tiny_text_248")) {
      ClipTextEncoder encoder = new ClipTextEncoder(own, "", longer, Dtype.FP32);
      assertArrayEquals(
          new long[] {228, 64},
          own.all().get(ClipTextEncoder.extensionName("")).getShape().getShape());
      NDArray ids = ClipTiny.longs(scope, file, "in.input_ids_" + length);
      Tensors.assertClose(
          "embeds",
          ClipTiny.floats(scope, file, "ids" + length + ".text_embeds_unnormalized"),
          encoder.embeds(scope, ids),
          1e-5);
      if (length == 150) {
        Tensors.assertClose(
            "last",
            ClipTiny.floats(scope, file, "ids150.last_hidden_state"),
            encoder.lastHiddenState(scope, ids),
            1e-5);
      }
    }
  }
}
