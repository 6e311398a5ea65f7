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
 * @param temperature by which words are drawn, 0 for the likeliest; null for what the model's
 *     {@code generation_config.json} says. A count is the median of the model's belief however the
 *     words around it are drawn
 * @param topK draw from so many of the likeliest tokens only, 0 for all; null for the model's
 * @param topP draw from the likeliest tokens only that together reach this probability; null for
 *     the model's
 * @param seed of what is drawn: the same seed gives the same answer; without effect where the
 *     likeliest words are taken
 * @param plot where a picture of the answer is written, {@code .png} or {@code .html}; null for
 *     none
 * @param stream hears the answer piece by piece while it is decoded; null for nobody
 */
public record AskOptions(
    @Nullable Double start,
    @Nullable Double end,
    int frames,
    @Nullable Double temperature,
    @Nullable Integer topK,
    @Nullable Double topP,
    long seed,
    @Nullable Path plot,
    @Nullable Consumer<String> stream) {
  /** The whole video, the model's way of choosing words, no picture, no stream. */
  public static AskOptions defaults() {
    return new AskOptions(null, null, 0, null, null, null, 0, null, null);
  }

  /** The same from second {@code from} to second {@code to} of the video. */
  public AskOptions withPart(@Nullable Double from, @Nullable Double to) {
    return new AskOptions(from, to, frames, temperature, topK, topP, seed, plot, stream);
  }

  /** The same with {@code n} frames. */
  public AskOptions withFrames(int n) {
    return new AskOptions(start, end, n, temperature, topK, topP, seed, plot, stream);
  }

  /** The same with other words; null for the model's way of choosing them. */
  public AskOptions withSampling(
      @Nullable Double newTemperature, @Nullable Integer newTopK, @Nullable Double newTopP) {
    return new AskOptions(start, end, frames, newTemperature, newTopK, newTopP, seed, plot, stream);
  }

  /** The same with another seed. */
  public AskOptions withSeed(long newSeed) {
    return new AskOptions(start, end, frames, temperature, topK, topP, newSeed, plot, stream);
  }

  /** The same with a picture. */
  public AskOptions withPlot(@Nullable Path file) {
    return new AskOptions(start, end, frames, temperature, topK, topP, seed, file, stream);
  }

  /** The same with a listener. */
  public AskOptions withStream(@Nullable Consumer<String> listener) {
    return new AskOptions(start, end, frames, temperature, topK, topP, seed, plot, listener);
  }
}
