package dev.period.data.video;

import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A moment after which FFmpeg gives up, also in the middle of a read; so does an interrupt of the
 * thread.
 */
final class Deadline implements AutoCloseable {
  // One callback serves every thread, since JavaCPP has only a few slots for them: FFmpeg hands it
  // the address of the moment that belongs to the call.
  private static final AVIOInterruptCB.Callback_Pointer CALLBACK =
      new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer moment) {
          return isPast(new LongPointer(moment).get()) ? 1 : 0;
        }
      };

  private final LongPointer moment = new LongPointer(1);
  private final AVIOInterruptCB interrupt = new AVIOInterruptCB();

  /** A deadline {@code seconds} from now. */
  Deadline(double seconds) {
    moment.put(System.nanoTime() + (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 4.0));
    interrupt.callback(CALLBACK).opaque(moment);
  }

  /** Moves the moment by so many seconds. */
  void extend(double seconds) {
    moment.put(moment.get() + (long) Math.min(seconds * 1e9, Long.MAX_VALUE / 8.0));
  }

  private static boolean isPast(long nanoTime) {
    return System.nanoTime() - nanoTime > 0 || Thread.currentThread().isInterrupted();
  }

  boolean isPast() {
    return isPast(moment.get());
  }

  AVIOInterruptCB interrupt() {
    return interrupt;
  }

  @Override
  public void close() {
    interrupt.close();
    moment.close();
  }
}
