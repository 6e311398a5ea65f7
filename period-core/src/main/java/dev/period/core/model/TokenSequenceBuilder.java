package dev.period.core.model;

import java.util.Arrays;
import java.util.List;

/** Gathers tokens and counts the frames among them. */
final class TokenSequenceBuilder {
  private int[] ids = new int[64];
  private boolean[] trained = new boolean[64];
  private int[] frames = new int[64];
  private int size;
  private int frame;

  void text(int[] tokens, boolean target) {
    for (int token : tokens) {
      add(token, target, -1);
    }
  }

  void medium(List<Placeholder> placeholders) {
    for (Placeholder placeholder : placeholders) {
      for (int tokens : placeholder.frameTokens()) {
        for (int i = 0; i < tokens; i++) {
          add(placeholder.id(), false, frame);
        }
        frame++;
      }
    }
  }

  TokenSequence build() {
    return new TokenSequence(
        Arrays.copyOf(ids, size), Arrays.copyOf(trained, size), Arrays.copyOf(frames, size));
  }

  private void add(int id, boolean target, int at) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
      trained = Arrays.copyOf(trained, 2 * size);
      frames = Arrays.copyOf(frames, 2 * size);
    }
    ids[size] = id;
    trained[size] = target;
    frames[size++] = at;
  }
}
