package dev.period.core.text;

import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What somebody who misspelt a name may have meant. */
public final class Spelling {
  private Spelling() {}

  /** The known name that is nearest to {@code name}; null when none is near. */
  public static @Nullable String nearest(String name, Collection<String> known) {
    String best = null;
    // a third of the letters wrong is no misspelling but another word
    int limit = Math.max(1, name.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < limit) {
        limit = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** The end of a sentence about an unknown name: the one that was meant, or all that there are. */
  public static String suggestion(String name, Collection<String> known) {
    String nearest = nearest(name, known);
    return nearest == null
        ? "there are " + String.join(", ", known)
        : "did you mean " + nearest + "?";
  }

  /** Levenshtein's distance: insertions, deletions and replacements of one character. */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
