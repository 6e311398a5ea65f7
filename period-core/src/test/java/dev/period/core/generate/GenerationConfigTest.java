package dev.period.core.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationConfigTest {
  @TempDir private Path folder;

  private GenerationConfig read(String json) throws IOException {
    Files.writeString(folder.resolve("generation_config.json"), json);
    return GenerationConfig.read(folder);
  }

  @Test
  void withoutTheFileDecodingIsGreedy() {
    GenerationConfig config = GenerationConfig.read(folder);
    assertEquals(GenerationConfig.DEFAULT, config);
    assertEquals(0, config.sampling().temperature());
    assertEquals(256, config.newTokens(10_000));
  }

  /** LLaMA-2-Chat's file. */
  @Test
  void whatTheModelAsksForIsDone() throws IOException {
    GenerationConfig config =
        read(
            """
            {"bos_token_id": 1, "do_sample": true, "eos_token_id": 2, "pad_token_id": 0,
             "temperature": 0.6, "max_length": 4096, "top_p": 0.9,
             "transformers_version": "4.31.0.dev0"}""");
    assertEquals(List.of(2), config.stopTokens());
    assertEquals(new Sampling(0.6, 50, 0.9, 1), config.sampling());
    assertEquals(4000, config.newTokens(96));
    PeriodException e = assertThrows(PeriodException.class, () -> config.newTokens(4096));
    assertEquals(Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains("4096"), e.getMessage());
  }

  @Test
  void severalEndsAndALimitOfNewTokens() throws IOException {
    GenerationConfig config =
        read(
            """
            {"eos_token_id": [128001, 128009], "max_new_tokens": 7, "max_length": 20,
             "repetition_penalty": 1.1, "temperature": 0.3}""");
    assertEquals(List.of(128001, 128009), config.stopTokens());
    assertEquals(7, config.newTokens(500));
    assertEquals(new Sampling(0, 50, 1, 1.1), config.sampling(), "not drawn: do_sample is absent");
  }

  @Test
  void aUserMayAskForSomethingElse() throws IOException {
    GenerationConfig config = read("{\"temperature\": 0.6, \"top_k\": 10}");
    assertEquals(new Sampling(0.6, 10, 0.8, 1), config.sampling(null, null, 0.8));
    assertEquals(new Sampling(0.2, 3, 1, 1), config.sampling(0.2, 3, null));
    assertEquals(new Sampling(0, 10, 1, 1), config.sampling(0.0, null, null));
    assertEquals(
        Kind.USAGE,
        assertThrows(PeriodException.class, () -> config.sampling(null, null, 2.0)).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "null", "[]", "{\"top_p\": 3}", "{\"eos_token_id\": \"end\"}"})
  void aBrokenFileIsToldByItsName(String json) {
    PeriodException e = assertThrows(PeriodException.class, () -> read(json));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains("generation_config.json"), e.getMessage());
  }
}
