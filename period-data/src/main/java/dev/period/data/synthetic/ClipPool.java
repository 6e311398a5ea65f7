package dev.period.data.synthetic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Clips that are made when they are first asked for, and then kept. */
final class ClipPool {
  private final AtomicReferenceArray<MacroClip> clips;
  private final IntFunction<MacroClip> maker;

  /**
   * A pool of {@code size} clips.
   *
   * @param maker makes the clip of a slot, always the same; called from any thread
   */
  ClipPool(int size, IntFunction<MacroClip> maker) {
    clips = new AtomicReferenceArray<>(size);
    this.maker = maker;
  }

  int size() {
    return clips.length();
  }

  MacroClip get(int slot) {
    MacroClip clip = clips.get(slot);
    if (clip == null) {
      // Two threads may both make it. They make the same, and a lock would stop the others.
      clip = maker.apply(slot);
      clips.set(slot, clip);
    }
    return clip;
  }
}
