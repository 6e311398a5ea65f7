package dev.period.infer;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a question about a video is answered.
 *
 * @param start first second looked at; null for the beginning
 * @param end last second looked at; null for the end
 * @param frames sampled from the video for its self-similarity, at most the model's number; 0 for
 *     the model's number
 * @param seed of the engine's random numbers; decoding is greedy, so that no answer depends on it
 *     yet
 * @param plot where a picture of the answer is written, {@code .png} or {@code .html}; null for
 *     none
 * @param stream hears the answer piece by piece while it is decoded; null for nobody
 */
public record AskOptions(
    @Nullable Double start,
    @Nullable Double end,
    int frames,
    long seed,
    @Nullable Path plot,
    @Nullable Consumer<String> stream) {
  /** The whole video, no picture, no stream. */
  public static AskOptions defaults() {
    return new AskOptions(null, null, 0, 0, null, null);
  }
}
