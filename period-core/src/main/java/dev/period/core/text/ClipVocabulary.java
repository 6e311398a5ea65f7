package dev.period.core.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CLIP's tokenizer in its older form, {@code vocab.json} and {@code merges.txt}, as the {@code
 * tokenizer.json} that says the same.
 *
 * <p>The two files do not say how text is cut before the merges. Tokenizers libraries that are
 * given nothing else do not cut it at all, and give wrong ids without a word; so the rules of
 * CLIP's tokenizer are added here: Unicode form C, lower case, single spaces, pieces of letters,
 * single digits and runs of other signs, bytes, and {@code </w>} at the end of a piece (Radford et
 * al. 2021, §2.4; OpenAI's {@code simple_tokenizer.py} without its repair of broken text).
 */
final class ClipVocabulary {
  private static final String VOCABULARY = "vocab.json";
  private static final String MERGES = "merges.txt";
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final String PIECES = "'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+";
  private static final long MAX_BYTES = 100_000_000;
  private static final JsonMapper JSON = new JsonMapper();

  private ClipVocabulary() {}

  /** Whether a folder holds the two files. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(VOCABULARY))
        && Files.isRegularFile(folder.resolve(MERGES));
  }

  /**
   * Reads the two files of a folder.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when they are broken or not CLIP's
   */
  static ObjectNode tokenizerJson(Path folder) {
    Path path = folder.resolve(VOCABULARY);
    try {
      check(path);
      if (!(JSON.readTree(Files.readAllBytes(path)) instanceof ObjectNode vocabulary)) {
        throw TokenizerJson.broken(path, "it is not a JSON object", null);
      }
      if (!vocabulary.has(START) || !vocabulary.has(END) || !vocabulary.has("a</w>")) {
        throw TokenizerJson.broken(
            path,
            "it is not CLIP's (it lacks "
                + START
                + ", "
                + END
                + " or a</w>), and only CLIP's can do without a tokenizer.json",
            null);
      }
      path = folder.resolve(MERGES);
      check(path);
      return tokenizer(vocabulary, merges(path));
    } catch (JsonProcessingException e) {
      throw TokenizerJson.broken(path, "it is not valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (MalformedInputException e) {
      throw TokenizerJson.broken(path, "it is not UTF-8 text", e);
    } catch (IOException e) {
      throw TokenizerJson.broken(path, "it cannot be read (" + e + ")", e);
    }
  }

  private static void check(Path path) throws IOException {
    if (Files.size(path) > MAX_BYTES) {
      throw TokenizerJson.broken(path, "it is larger than " + MAX_BYTES + " bytes", null);
    }
  }

  private static ArrayNode merges(Path path) throws IOException {
    ArrayNode merges = JSON.createArrayNode();
    List<String> lines = Files.readAllLines(path);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || (i == 0 && line.startsWith("#version"))) {
        continue;
      }
      if (line.split(" ", -1).length != 2) {
        throw TokenizerJson.broken(path, "line " + (i + 1) + " is not two tokens", null);
      }
      merges.add(line);
    }
    return merges;
  }

  private static ObjectNode tokenizer(ObjectNode vocabulary, ArrayNode merges) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", "1.0");
    ArrayNode added = root.putArray("added_tokens");
    for (String token : List.of(START, END)) {
      JsonNode id = vocabulary.get(token);
      added.addObject().put("content", token).put("special", true).set("id", id);
    }
    root.set("normalizer", normalizer());
    root.set("pre_tokenizer", pieces());
    root.putNull("post_processor");
    root.set("decoder", decoder());
    ObjectNode model = root.putObject("model");
    model.put("type", "BPE").put("unk_token", END).put("end_of_word_suffix", "</w>");
    model.set("vocab", vocabulary);
    model.set("merges", merges);
    return root;
  }

  private static ObjectNode normalizer() {
    ObjectNode normalizer = JSON.createObjectNode().put("type", "Sequence");
    ArrayNode steps = normalizer.putArray("normalizers");
    steps.addObject().put("type", "NFC");
    steps
        .addObject()
        .put("type", "Replace")
        .put("content", " ")
        .putObject("pattern")
        .put("Regex", "\\s+");
    steps.addObject().put("type", "Lowercase");
    return normalizer;
  }

  private static ObjectNode pieces() {
    ObjectNode cut = JSON.createObjectNode().put("type", "Sequence");
    ArrayNode steps = cut.putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.put("behavior", "Removed").put("invert", true).putObject("pattern").put("Regex", PIECES);
    ObjectNode bytes = steps.addObject().put("type", "ByteLevel");
    bytes.put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", false);
    return cut;
  }

  private static ObjectNode decoder() {
    ObjectNode decoder = JSON.createObjectNode().put("type", "Sequence");
    ArrayNode steps = decoder.putArray("decoders");
    ObjectNode bytes = steps.addObject().put("type", "ByteLevel");
    bytes.put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", false);
    steps
        .addObject()
        .put("type", "Replace")
        .put("content", " ")
        .putObject("pattern")
        .put("String", "</w>");
    return decoder;
  }
}
