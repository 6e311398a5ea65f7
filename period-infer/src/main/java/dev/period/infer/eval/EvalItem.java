package dev.period.infer.eval;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to count, with its label.
 *
 * @param id unique in its data set; what reports show
 * @param video the file; null where the item is not a file (synthetic worlds, text)
 * @param startSeconds where to start in the video; null for its beginning
 * @param endSeconds where to stop; null for its end
 * @param question what the model is asked
 * @param action class of the action; empty where there is none
 * @param truth true number of repetitions, or {@link #HIDDEN}
 * @param references reference answers for caption metrics; empty where there are none
 * @param cycleEnds when each repetition ends, in seconds of the video, growing; empty where that is
 *     not known
 */
public record EvalItem(
    String id,
    @Nullable Path video,
    @Nullable Double startSeconds,
    @Nullable Double endSeconds,
    String question,
    String action,
    int truth,
    List<String> references,
    List<Double> cycleEnds) {

  /** The truth of an item whose label is hidden. */
  public static final int HIDDEN = -1;

  /** Copies the lists. */
  public EvalItem {
    references = List.copyOf(references);
    cycleEnds = List.copyOf(cycleEnds);
  }

  /** An item of which only the count is known. */
  public EvalItem(
      String id,
      @Nullable Path video,
      @Nullable Double startSeconds,
      @Nullable Double endSeconds,
      String question,
      String action,
      int truth,
      List<String> references) {
    this(id, video, startSeconds, endSeconds, question, action, truth, references, List.of());
  }

  /** A whole video with a count and no reference answers. */
  public EvalItem(String id, @Nullable Path video, String question, String action, int truth) {
    this(id, video, null, null, question, action, truth, List.of());
  }

  /**
   * The file of an item that is one.
   *
   * @throws IllegalArgumentException where it is none
   */
  public Path file() {
    if (video == null) {
      throw new IllegalArgumentException("item " + id + " has no video");
    }
    return video;
  }

  /** Where to start in the video, in seconds. */
  public double from() {
    return startSeconds == null ? 0 : startSeconds;
  }

  /** Where to stop, in seconds; infinite for its end. */
  public double to() {
    return endSeconds == null ? Double.POSITIVE_INFINITY : endSeconds;
  }

  /** The same item as a counter may see it: without action, truth and references. */
  public EvalItem withoutLabels() {
    return new EvalItem(id, video, startSeconds, endSeconds, question, "", HIDDEN, List.of());
  }
}
