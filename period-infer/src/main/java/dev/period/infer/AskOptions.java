package dev.period.infer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a question about a video is answered.
 *
 * @param start first second looked at; null for the beginning
 * @param end last second looked at; null for the end
 * @param frames sampled from the video for its self-similarity, at most the model's number; 0 for
 *     the model's number
 * @param plot where a picture of the answer is written, {@code .png} or {@code .html}; null for none
 */
public record AskOptions(
    @Nullable Double start, @Nullable Double end, int frames, @Nullable Path plot) {
  /** The whole video, no picture. */
  public static AskOptions defaults() {
    return new AskOptions(null, null, 0, null);
  }
}
