package dev.period.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one process at a time writes to; the lock dies with it. Its file {@code .lock}
 * stays: if it were deleted, one process could lock the deleted file and another one a new file.
 */
public final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Locks a folder, which is made where it is missing; null if somebody else has it. */
  public static @Nullable FolderLock tryOpen(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // another thread of this process has it
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? new FolderLock(channel) : null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
