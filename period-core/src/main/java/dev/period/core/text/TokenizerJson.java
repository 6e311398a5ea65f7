package dev.period.core.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json} without its special tokens.
 *
 * <p>Tokenizers libraries cut special tokens out of any text before they tokenize it, so that a
 * user who types {@code </s>} ends the prompt. Here they are moved from {@code added_tokens} into
 * the plain vocabulary: their ids stay, but no text can produce them any more.
 */
final class TokenizerJson {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MAX_BYTES = 100_000_000;

  private final Path path;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<Integer> special = new TreeSet<>();
  private final ObjectNode root;

  private TokenizerJson(Path path, ObjectNode root) {
    this.path = path;
    this.root = root;
  }

  /**
   * Reads a file. Where it is missing, {@code vocab.json} and {@code merges.txt} of CLIP beside it
   * will do.
   *
   * @throws PeriodException of kind MODEL when it is missing, broken, or not a BPE tokenizer
   */
  static TokenizerJson read(Path path) {
    if (!Files.isRegularFile(path)) {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null && ClipVocabulary.isIn(folder)) {
        TokenizerJson json = new TokenizerJson(path, ClipVocabulary.tokenizerJson(folder));
        json.collect();
        return json;
      }
      throw broken(path, "there is no such file", null);
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw broken(path, "it is larger than " + MAX_BYTES + " bytes", null);
      }
      if (!(JSON.readTree(Files.readAllBytes(path)) instanceof ObjectNode root)) {
        throw broken(path, "it is not a JSON object", null);
      }
      TokenizerJson json = new TokenizerJson(path, root);
      json.collect();
      return json;
    } catch (JsonProcessingException e) {
      throw broken(path, "it is not valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw broken(path, "it cannot be read (" + e + ")", e);
    }
  }

  private void collect() {
    if (!(root.path("model").path("vocab") instanceof ObjectNode vocabulary)) {
      throw broken(path, "it is not a BPE tokenizer", null);
    }
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      put(entry.getKey(), entry.getValue());
    }
    ArrayNode kept = JSON.createArrayNode();
    for (JsonNode token : root.path("added_tokens")) {
      String content = token.path("content").asText();
      put(content, token.path("id"));
      if (token.path("special").asBoolean()) {
        special.add(token.path("id").intValue());
        vocabulary.set(content, token.path("id"));
      } else {
        kept.add(token);
      }
    }
    if (ids.isEmpty()) {
      throw broken(path, "its vocabulary is empty", null);
    }
    root.set("added_tokens", kept);
    // both would change the number of ids behind our back
    root.putNull("padding");
    root.putNull("truncation");
  }

  private void put(String token, JsonNode id) {
    if (!id.isInt() || id.intValue() < 0) {
      throw broken(path, "token \"" + token + "\" has the id " + id, null);
    }
    ids.put(token, id.intValue());
  }

  /** The rewritten JSON text. */
  String text() {
    return root.toString();
  }

  /** Ids of all tokens by name, special ones included; unmodifiable. */
  Map<String, Integer> ids() {
    return Collections.unmodifiableMap(ids);
  }

  /** Ids of the special tokens; unmodifiable. */
  Set<Integer> special() {
    return Collections.unmodifiableSet(special);
  }

  static PeriodException broken(Path path, String what, @Nullable Throwable cause) {
    return new PeriodException(
        Kind.MODEL, "Cannot read the tokenizer in " + path + ": " + what + ".", cause);
  }
}
