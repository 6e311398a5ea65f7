package dev.period.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void nothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a.txt");
    for (String text : List.of("old", "new")) {
      WholeFile.write(
          file,
          temporary -> {
            assertTrue(temporary.toString().endsWith(".txt"), "some tools go by the extension");
            Files.writeString(temporary, text);
          });
      assertEquals(text, Files.readString(file));
      assertEquals(List.of("a.txt"), names());
    }
  }

  @Test
  void aFailureLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    IOException full = new IOException("No space left on device");
    WholeFile.Content half =
        temporary -> {
          Files.writeString(temporary, "ne");
          throw full;
        };
    assertEquals(full, assertThrows(IOException.class, () -> WholeFile.write(file, half)));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  /** Java's own replacing move deletes first: a kill there would lose both. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theOldFileStaysUntilTheNewOneHasItsName() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
      WholeFile.write(file, temporary -> Files.writeString(temporary, "new"));
      List<String> seen = new ArrayList<>();
      while (!seen.contains("ENTRY_CREATE a.txt")) {
        WatchKey key = watch.poll(30, TimeUnit.SECONDS);
        assertNotNull(key, seen::toString);
        for (WatchEvent<?> event : key.pollEvents()) {
          seen.add(event.kind() + " " + event.context());
        }
        key.reset();
      }
      assertFalse(seen.contains("ENTRY_DELETE a.txt"), seen::toString);
    }
  }
}
