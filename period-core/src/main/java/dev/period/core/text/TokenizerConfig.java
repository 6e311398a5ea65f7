package dev.period.core.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What {@code tokenizer_config.json} says beyond the vocabulary, with the defaults of Hugging
 * Face's {@code LlamaTokenizer} (transformers 4.44).
 *
 * @param beginToken opens a text
 * @param endToken closes a text
 * @param addBegin whether a text of its own gets {@code beginToken}
 * @param addEnd whether a text of its own gets {@code endToken}
 * @param added ids of tokens that the vocabulary file lacks, by name; also from {@code
 *     added_tokens.json}
 */
record TokenizerConfig(
    String beginToken,
    String endToken,
    boolean addBegin,
    boolean addEnd,
    Map<String, Integer> added) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MAX_BYTES = 100_000_000;
  private static final String CONFIG = "tokenizer_config.json";
  private static final String ADDED = "added_tokens.json";

  TokenizerConfig {
    added = Collections.unmodifiableMap(new TreeMap<>(added));
  }

  /**
   * Reads the files of a folder; both may be missing.
   *
   * @throws dev.period.core.PeriodException of kind MODEL when one is broken
   */
  static TokenizerConfig read(Path folder) {
    JsonNode config = json(folder.resolve(CONFIG));
    Map<String, Integer> added = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json(folder.resolve(ADDED)).properties()) {
      added.put(entry.getKey(), id(folder.resolve(ADDED), entry.getKey(), entry.getValue()));
    }
    for (Map.Entry<String, JsonNode> entry : config.path("added_tokens_decoder").properties()) {
      String token = content(entry.getValue(), "");
      added.put(
          token, id(folder.resolve(CONFIG), token, JSON.getNodeFactory().textNode(entry.getKey())));
    }
    return new TokenizerConfig(
        content(config.path("bos_token"), "<s>"),
        content(config.path("eos_token"), "</s>"),
        config.path("add_bos_token").asBoolean(true),
        config.path("add_eos_token").asBoolean(false),
        added);
  }

  /** Puts the begin and end tokens around ids, where a text of its own gets them. */
  int[] enclose(int[] ids, Tokenizer tokenizer) {
    IntStream begin = addBegin ? IntStream.of(tokenizer.id(beginToken)) : IntStream.empty();
    IntStream end = addEnd ? IntStream.of(tokenizer.id(endToken)) : IntStream.empty();
    return IntStream.concat(IntStream.concat(begin, Arrays.stream(ids)), end).toArray();
  }

  /** A token is given as its text or as an object with that text. */
  private static String content(JsonNode token, String standard) {
    JsonNode text = token.isObject() ? token.path("content") : token;
    return text.isTextual() ? text.textValue() : standard;
  }

  private static int id(Path file, String token, JsonNode node) {
    int id = node.asInt(-1);
    if (id < 0 || token.isEmpty()) {
      throw TokenizerJson.broken(file, "token \"" + token + "\" has the id " + node, null);
    }
    return id;
  }

  private static JsonNode json(Path file) {
    if (!Files.isRegularFile(file)) {
      return JSON.createObjectNode();
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw TokenizerJson.broken(file, "it is larger than " + MAX_BYTES + " bytes", null);
      }
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        throw TokenizerJson.broken(file, "it is not a JSON object", null);
      }
      return root;
    } catch (JsonProcessingException e) {
      throw TokenizerJson.broken(file, "it is not valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw TokenizerJson.broken(file, "it cannot be read (" + e + ")", e);
    }
  }
}
