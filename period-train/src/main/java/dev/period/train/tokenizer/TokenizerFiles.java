package dev.period.train.tokenizer;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Nano's tokenizer as Hugging Face's files: {@code tokenizer.json}, {@code tokenizer_config.json}
 * and {@code special_tokens_map.json}.
 *
 * <p>Ids: the special tokens in the order of {@link #SPECIAL}, the 256 bytes by value, the merges
 * in order.
 */
public final class TokenizerFiles {
  /**
   * Special tokens by id; {@code <image>} and {@code <period>} are places for visual and
   * periodicity tokens.
   */
  public static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>", "<image>", "<period>");

  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerFiles() {}

  /**
   * Trains a tokenizer and writes its files.
   *
   * @param folder existing folder; files in it are replaced
   * @param corpus texts
   * @param vocabulary exact number of tokens, special ones and bytes included
   * @throws IllegalArgumentException when the vocabulary is too small, or too large for the corpus
   * @throws IOException when a file cannot be written
   */
  public static void write(Path folder, Iterable<String> corpus, int vocabulary)
      throws IOException {
    ObjectNode vocab = JSON.createObjectNode();
    ArrayNode added = JSON.createArrayNode();
    for (String token : SPECIAL) {
      added.add(addedToken(token, vocab.size()));
      vocab.put(token, vocab.size());
    }
    for (int b = 0; b < 256; b++) {
      vocab.put(ByteLevel.symbol(b), vocab.size());
    }
    if (vocabulary < vocab.size()) {
      throw new IllegalArgumentException("a vocabulary needs at least " + vocab.size() + " tokens");
    }
    ArrayNode merges = JSON.createArrayNode();
    for (BpeTrainer.Merge merge : BpeTrainer.train(corpus, vocabulary - vocab.size())) {
      merges.add(merge.left() + " " + merge.right());
      if (!vocab.has(merge.joined())) {
        vocab.put(merge.joined(), vocab.size());
      }
    }
    writeJson(folder.resolve("tokenizer.json"), tokenizer(added, vocab, merges));
    writeJson(folder.resolve("tokenizer_config.json"), configuration());
    writeJson(folder.resolve("special_tokens_map.json"), names(JSON.createObjectNode()));
  }

  private static ObjectNode addedToken(String token, int id) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id);
    node.put("content", token);
    for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
      node.put(flag, false);
    }
    return node.put("special", true);
  }

  private static ObjectNode tokenizer(ArrayNode added, ObjectNode vocab, ArrayNode merges) {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    root.putNull("truncation").putNull("padding").set("added_tokens", added);
    ObjectNode splitting = root.putNull("normalizer").putObject("pre_tokenizer");
    splitting
        .put("type", "Sequence")
        .putArray("pretokenizers")
        .add(JSON.createObjectNode().put("type", "Digits").put("individual_digits", true))
        .add(byteLevel());
    root.set("post_processor", beginTokenFirst());
    root.set("decoder", byteLevel());
    ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout");
    model.putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    model.set("vocab", vocab);
    model.set("merges", merges);
    return root;
  }

  private static ObjectNode byteLevel() {
    return JSON.createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  /**
   * For users of other libraries, who expect LLaMA's habit of a begin token; Period adds it itself.
   */
  private static ObjectNode beginTokenFirst() {
    ObjectNode root = JSON.createObjectNode().put("type", "TemplateProcessing");
    for (String name : List.of("single", "pair")) {
      ArrayNode template = root.putArray(name);
      template.addObject().putObject("SpecialToken").put("id", "<s>").put("type_id", 0);
      template.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
      if (name.equals("pair")) {
        template.addObject().putObject("Sequence").put("id", "B").put("type_id", 1);
      }
    }
    ObjectNode begin = root.putObject("special_tokens").putObject("<s>").put("id", "<s>");
    begin.putArray("ids").add(SPECIAL.indexOf("<s>"));
    begin.putArray("tokens").add("<s>");
    return root;
  }

  private static ObjectNode configuration() {
    ObjectNode root = JSON.createObjectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
    return names(root).put("clean_up_tokenization_spaces", false);
  }

  private static ObjectNode names(ObjectNode root) {
    root.put("bos_token", "<s>").put("eos_token", "</s>").put("pad_token", "<pad>");
    root.putArray("additional_special_tokens").add("<image>").add("<period>");
    return root;
  }

  private static void writeJson(Path file, ObjectNode root) throws IOException {
    // the same bytes on every system: Jackson's own default is the system's line separator
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    String text = JSON.writer(printer).writeValueAsString(root) + "\n";
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
