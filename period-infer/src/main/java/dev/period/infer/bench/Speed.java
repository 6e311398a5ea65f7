package dev.period.infer.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Torch;
import dev.period.core.llama.KvCache;
import dev.period.core.llama.LlamaDecoder;
import dev.period.core.nn.AttentionMask;
import dev.period.data.video.VideoLimits;
import dev.period.data.video.VideoReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Measures how fast videos are decoded and how fast a decoder reads and writes. */
public final class Speed {
  private Speed() {}

  /**
   * Frames decoded and scaled per second.
   *
   * @param side of the square that frames are scaled to, in pixels
   * @param rounds measured; one more comes first and is not counted
   */
  public static Spread video(Path video, int side, int rounds) {
    double[] rates = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      long begun = System.nanoTime();
      int frames =
          VideoReader.read(video, side, side, 0, Double.POSITIVE_INFINITY, VideoLimits.defaults())
              .frames()
              .frames();
      record(rates, round, frames, begun);
    }
    return Spread.of(rates);
  }

  /**
   * Tokens of a prompt that the decoder takes in per second.
   *
   * @param decoder on the CPU
   * @param tokens of the prompt
   */
  public static Spread prefill(LlamaDecoder decoder, int tokens, int rounds) {
    double[] rates = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      try (NDManager scope = Torch.scope()) {
        long begun = System.nanoTime();
        readLast(prompt(scope, decoder, tokens, new KvCache()));
        record(rates, round, tokens, begun);
      }
    }
    return Spread.of(rates);
  }

  /**
   * Tokens that the decoder writes per second, one after the other.
   *
   * @param context tokens that come before
   */
  public static Spread decode(LlamaDecoder decoder, int context, int rounds) {
    double[] rates = new double[rounds];
    try (NDManager scope = Torch.scope()) {
      KvCache cache = new KvCache();
      prompt(scope, decoder, context, cache);
      for (int round = -1; round < rounds; round++) {
        try (NDManager step = Torch.scope()) {
          long begun = System.nanoTime();
          int seen = cache.length();
          NDArray x = decoder.embed(step, Torch.longs(step, new long[] {seen % 7}, 1, 1));
          NDArray at = Torch.floats(step, new float[] {seen}, 1, 1);
          NDArray open = Torch.floats(step, new float[seen + 1], 1, 1, 1, seen + 1L);
          // the cache must outlive the step
          NDArray hidden = decoder.forward(scope, x, at, open, cache);
          readLast(decoder.logits(step, hidden.reshape(1, -1)));
          record(rates, round, 1, begun);
        }
      }
    }
    return Spread.of(rates);
  }

  private static NDArray prompt(NDManager scope, LlamaDecoder decoder, int tokens, KvCache cache) {
    int vocabulary = decoder.config().vocabSize();
    long[] ids = new SplittableRandom(1).longs(tokens, 0, vocabulary).toArray();
    float[] positions = new float[tokens];
    int[] frames = new int[tokens];
    for (int i = 0; i < tokens; i++) {
      positions[i] = i;
    }
    Arrays.fill(frames, -1);
    float[] mask = new float[tokens * tokens];
    AttentionMask.CAUSAL.fill(frames, 0, tokens, mask, 0);
    return decoder.forward(
        scope,
        decoder.embed(scope, Torch.longs(scope, ids, 1, tokens)),
        Torch.floats(scope, positions, 1, tokens),
        Torch.floats(scope, mask, 1, 1, tokens, tokens),
        cache);
  }

  /** Work on some devices is only queued until somebody looks at its result. */
  private static void readLast(NDArray result) {
    result.flatten().get(result.size() - 1).getFloat();
  }

  private static void record(double[] rates, int round, double amount, long begun) {
    if (round >= 0) {
      rates[round] = amount / ((System.nanoTime() - begun) / 1e9);
    }
  }
}
