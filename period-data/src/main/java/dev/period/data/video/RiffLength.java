package dev.period.data.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Whether an AVI file ends before it says it does. FFmpeg shortens the duration of such a file to
 * what its size suggests, so that nothing else would tell.
 */
final class RiffLength {
  private static final int HEADER = 12;
  private static final int RIFF = 0x46464952;
  private static final int AVI = 0x20495641;

  private RiffLength() {}

  /** Whether {@code file} is an AVI file of which the end is missing. */
  static boolean cutOff(Path file) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      while (header.hasRemaining() && channel.read(header) >= 0) {
        // a few bytes at a time, where the system gives no more
      }
      // a negative length is one that the writer never came to fill in
      return !header.hasRemaining()
          && header.getInt(0) == RIFF
          && header.getInt(8) == AVI
          && header.getInt(4) > channel.size() - 8;
    } catch (IOException e) {
      return false; // FFmpeg has read it: its own findings stand
    }
  }
}
