package dev.period.core.file;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void oneAtATime() throws IOException {
    Path place = folder.resolve("deep/new");
    for (int i = 0; i < 2; i++) {
      try (FolderLock lock = FolderLock.tryOpen(place)) {
        assertNotNull(lock);
        assertNull(FolderLock.tryOpen(place));
      }
      assertTrue(Files.exists(place.resolve(".lock")), "somebody may be waiting at it");
    }
  }
}
