package dev.period.infer.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of a caption, close to what COCO's caption evaluation gets from Stanford's PTBTokenizer
 * 3.4.1: lower case, English contractions split ({@code don't} → {@code do n't}, {@code man's} →
 * {@code man 's}), numbers ({@code 1,200}, {@code 3.5}) and hyphenated words ({@code push-ups})
 * kept whole, punctuation dropped.
 *
 * <p>It is not that tokenizer: abbreviations keep no full stop ({@code U.S.} → {@code u.s}), and
 * there are no special cases for URLs or emoticons. Answers about counts do not need them.
 */
public final class PtbTokenizer {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\d+(?:[.,:/]\\d+)*[\\p{L}\\d]*(?:-[\\p{L}\\d]+)*"
              + "|[\\p{L}\\p{M}\\d_]+(?:[-.'’/][\\p{L}\\p{M}\\d_]+)*"
              + "|\\.\\.\\.|--|\\S");
  private static final Pattern CONTRACTION =
      Pattern.compile("^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$");
  // brackets come out of the original as -lrb- and the like, which COCO drops as well
  private static final Set<String> DROPPED =
      Set.of(
          "''", "'", "``", "`", "\"", "’", "‘", "“", "”", "(", ")", "{", "}", ".", "?", "!", ",",
          ":", "-", "--", "...", ";");

  private PtbTokenizer() {}

  /** The words of {@code caption} in order. */
  public static List<String> words(String caption) {
    List<String> words = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(caption.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      String token = matcher.group();
      if (DROPPED.contains(token)) {
        continue;
      }
      Matcher contraction = CONTRACTION.matcher(token);
      if (contraction.matches()) {
        words.add(contraction.group(1));
        words.add(contraction.group(2).replace('’', '\''));
      } else {
        words.add(token);
      }
    }
    return words;
  }
}
