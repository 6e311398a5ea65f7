package dev.period.core.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question and its answer in a dialogue.
 *
 * @param user what the user says and shows, in order
 * @param assistant the answer; null when it is yet to be generated
 */
public record Turn(List<Content> user, @Nullable String assistant) {
  private static final Pattern MARKER = Pattern.compile("<(?:image|video)>");

  /** A piece of what the user says and shows. */
  public sealed interface Content permits Words, PromptPart.Slot {}

  /** Plain text, whatever it contains. */
  public record Words(String text) implements Content {}

  /** Copies the list. */
  public Turn {
    user = List.copyOf(user);
  }

  /** A turn about nothing but text. */
  public static Turn of(String user, @Nullable String assistant) {
    return about(0, user, assistant);
  }

  /** A turn that shows {@code media} media ahead of its question. */
  public static Turn about(int media, String user, @Nullable String assistant) {
    List<Content> content = new ArrayList<>(Collections.nCopies(media, new PromptPart.Slot()));
    content.add(new Words(user));
    return new Turn(content, assistant);
  }

  /**
   * A turn of a data set's record, in which {@code <image>} or {@code <video>} stands for a medium.
   *
   * <p>For text of the author of the data only: a user who types a marker means the word.
   */
  public static Turn marked(String user, @Nullable String assistant) {
    List<Content> content = new ArrayList<>();
    Matcher marker = MARKER.matcher(user);
    int from = 0;
    while (marker.find()) {
      if (marker.start() > from) {
        content.add(new Words(user.substring(from, marker.start())));
      }
      content.add(new PromptPart.Slot());
      from = marker.end();
    }
    if (from < user.length()) {
      content.add(new Words(user.substring(from)));
    }
    return new Turn(content, assistant);
  }

  /** The number of media that it shows. */
  public int media() {
    return (int) user.stream().filter(PromptPart.Slot.class::isInstance).count();
  }
}
