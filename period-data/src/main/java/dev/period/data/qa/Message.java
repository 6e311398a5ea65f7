package dev.period.data.qa;

<<<<<<< HEAD
import java.util.regex.Pattern;
=======
import java.io.Serializable;
>>>>>>> 14e043f (Data building falls into items that anybody can make: Work and Workers; a record is the same wherever it was made)

/**
 * One side's words in a conversation.
 *
 * @param from who speaks
 * @param value what is said; in a question {@code <video>} or {@code <image>} marks where the media
 *     stand
 */
public record Message(Speaker from, String value) implements Serializable {
  /** The placeholder of a video (or of a signal) in a question. */
  public static final String VIDEO = "<video>";

  /** The placeholder of an image in a question; many LLaVA files use it for videos as well. */
  public static final String IMAGE = "<image>";

  /** Who speaks. */
  public enum Speaker {
    /** Asks. */
    HUMAN("human"),
    /** Answers. */
    GPT("gpt");

    private final String key;

    Speaker(String key) {
      this.key = key;
    }

    /** The name in files. */
    public String key() {
      return key;
    }
  }

  /** A question. */
  public static Message human(String value) {
    return new Message(Speaker.HUMAN, value);
  }

  /** An answer. */
  public static Message gpt(String value) {
    return new Message(Speaker.GPT, value);
  }

  /** The words without placeholders and without white space around them. */
  public String text() {
    return value.replace(VIDEO, "").replace(IMAGE, "").strip();
  }

  /** How many images it shows. */
  int images() {
    return value.split(Pattern.quote(IMAGE), -1).length - 1;
  }

  /** Whether a placeholder of media is in it. */
  boolean hasPlaceholder() {
    return value.contains(VIDEO) || value.contains(IMAGE);
  }
}
