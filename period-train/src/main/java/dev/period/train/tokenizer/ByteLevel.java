package dev.period.train.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The byte-level alphabet and word splitting of GPT-2 (openai/gpt-2, {@code encoder.py}), as
 * Hugging Face's {@code Digits(individual_digits)} and {@code ByteLevel} pre-tokenizers apply them
 * one after the other.
 */
final class ByteLevel {
  private static final Pattern DIGIT = Pattern.compile("\\p{N}");
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final String[] SYMBOLS = symbols();

  private ByteLevel() {}

  /** The printable character that stands for a byte in vocabularies. */
  static String symbol(int unsignedByte) {
    return SYMBOLS[unsignedByte];
  }

  /** Splits text into words, each a list of byte symbols; every digit is a word of its own. */
  static List<List<String>> words(String text) {
    List<List<String>> words = new ArrayList<>();
    Matcher digits = DIGIT.matcher(text);
    int start = 0;
    while (digits.find()) {
      addWords(words, text.substring(start, digits.start()));
      words.add(bytes(digits.group()));
      start = digits.end();
    }
    addWords(words, text.substring(start));
    return words;
  }

  private static void addWords(List<List<String>> words, String text) {
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(bytes(matcher.group()));
    }
  }

  private static List<String> bytes(String word) {
    List<String> symbols = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      symbols.add(SYMBOLS[b & 0xff]);
    }
    return symbols;
  }

  private static String[] symbols() {
    String[] symbols = new String[256];
    int shifted =
        256; // bytes without a printable character of their own take the next ones from here
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
      symbols[b] = Character.toString(printable ? b : shifted++);
    }
    return symbols;
  }
}
