package dev.period.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CLIP's tokenizer from vocab.json and merges.txt. */
class ClipVocabularyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A folder of fixtures outside the project, with OpenAI's vocabulary; absent: skipped. */
  private static final String FIXTURES = System.getProperty("period.fixtures", "");

  @TempDir Path folder;

  /** Bytes in the order of CLIP's vocabulary, each as the sign that stands for it. */
  private static List<String> bytes() {
    List<String> printable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int b = 33; b < 256 + 33; b++) {
      int value = b % 256;
      if ((value > 32 && value < 127) || (value > 160 && value != 173)) {
        printable.add(Character.toString(value));
      }
    }
    for (int value = 0; value < 256; value++) {
      if (!printable.contains(Character.toString(value))) {
        others.add(Character.toString(256 + others.size()));
      }
    }
    printable.addAll(others);
    return printable;
  }

  private void write(List<String> merges) throws IOException {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    bytes().forEach(sign -> vocabulary.put(sign, vocabulary.size()));
    bytes().forEach(sign -> vocabulary.put(sign + "</w>", vocabulary.size()));
    merges.forEach(merge -> vocabulary.put(merge.replace(" ", ""), vocabulary.size()));
    vocabulary.put("<|startoftext|>", vocabulary.size());
    vocabulary.put("<|endoftext|>", vocabulary.size());
    JSON.writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
    List<String> lines = new ArrayList<>(merges);
    lines.add(0, "#version: 0.2");
    Files.write(folder.resolve("merges.txt"), lines);
  }

  private static String tokens(HuggingFaceTokenizerFile tokenizer, String text) {
    List<String> words = new ArrayList<>();
    for (int id : tokenizer.encode(text)) {
      words.add(tokenizer.decode(new int[] {id}).replace(' ', '_'));
    }
    return String.join("|", words);
  }

  /** Lower case, single digits, signs in runs, the merges in their order. */
  @Test
  void cutsAndMerges() throws Exception {
    write(List.of("c a", "ca t</w>", "' s</w>", "# #"));
    try (HuggingFaceTokenizerFile tokenizer = HuggingFaceTokenizerFile.open(folder)) {
      assertEquals("cat_|'s_|1_|2_|##|!_", tokens(tokenizer, "  Cat's \n12  ##!"));
      assertEquals("ca|t|s_", tokens(tokenizer, "cats"));
      assertEquals(518, tokenizer.vocabularySize());
      assertEquals(516, tokenizer.id("<|startoftext|>"));
      assertEquals(517, tokenizer.id("<|endoftext|>"));
      assertArrayEquals(tokenizer.encode("Ångström"), tokenizer.encode("A\u030angstro\u0308m"));
      assertEquals("cat ! ", tokenizer.decode(tokenizer.encode("CAT!")));
      assertTrue(tokens(tokenizer, "<|endoftext|>").startsWith("<|"), "text, not the end token");
    }
  }

  @Test
  void openedLikeAnyOther() throws Exception {
    write(List.of("h i</w>"));
    try (Tokenizer tokenizer = Tokenizer.open(folder)) {
      assertArrayEquals(new int[] {512}, tokenizer.encode("Hi"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "{}, a, not CLIP's",
    "'{\"a</w>\": 0}', a, not CLIP's",
    "[], a, not a JSON object",
    "{, a, not valid JSON",
    "'{\"a</w>\": 0, \"<|startoftext|>\": 1, \"<|endoftext|>\": 2}', a b c, line 1 is not two"
        + " tokens",
    "'{\"a</w>\": 0, \"<|startoftext|>\": 1, \"<|endoftext|>\": 2}', q z, it is refused",
    "'{\"a</w>\": 0, \"<|startoftext|>\": -1, \"<|endoftext|>\": 2}', a b, has the id -1"
  })
  void filesThatCannotBe(String vocabulary, String merges, String message) throws Exception {
    Files.writeString(folder.resolve("vocab.json"), vocabulary);
    Files.writeString(folder.resolve("merges.txt"), merges);
    PeriodException e =
        assertThrows(PeriodException.class, () -> HuggingFaceTokenizerFile.open(folder));
    assertEquals(Kind.MODEL, e.kind());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  /** OpenAI's own vocabulary and ids; both are third-party data that the project does not hold. */
  @Test
  void idsOfOpenAisTokenizer() throws Exception {
    Path vocabulary =
        Path.of(FIXTURES, "tokenizers", "third_party", "bpe_simple_vocab_16e6.txt.gz");
    assumeTrue(!FIXTURES.isEmpty() && Files.exists(vocabulary), "period.fixtures is not set");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(vocabulary))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      write(text.lines().skip(1).limit(49152 - 256 - 2).toList());
    }
    JsonNode strings =
        JSON.readTree(Path.of(FIXTURES, "tokenizers", "clip_bpe_ids.json").toFile())
            .path("strings");
    Set<String> other = new TreeSet<>();
    try (HuggingFaceTokenizerFile tokenizer = HuggingFaceTokenizerFile.open(folder)) {
      for (JsonNode entry : strings) {
        int[] found = tokenizer.encode(entry.path("text").textValue());
        // OpenAI and Hugging Face differ in the repair of text and in HTML entities
        boolean known =
            Arrays.equals(found, ids(entry.path("openai_ids_with_ftfy")))
                || Arrays.equals(found, ids(entry.path("openai_ids_without_ftfy")))
                || Arrays.equals(found, inner(entry.path("hf_slow_basic_tokenizer_incl_bos_eos")));
        if (!known) {
          other.add(entry.path("text").textValue());
        }
      }
    }
    // special tokens in a text are text here
    assertEquals(Set.of("<|startoftext|>hello<|endoftext|>"), other);
  }

  private static int[] ids(JsonNode node) throws IOException {
    return node.isArray() ? JSON.treeToValue(node, int[].class) : new int[0];
  }

  private static int[] inner(JsonNode node) throws IOException {
    int[] ids = ids(node);
    return ids.length == 0 ? ids : Arrays.copyOfRange(ids, 1, ids.length - 1);
  }
}
