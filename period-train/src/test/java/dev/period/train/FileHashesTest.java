package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void filesOfTheSameNameAreAllTold() throws IOException {
    List<Path> files = List.of(write("a/train.jsonl", "one"), write("b/train.jsonl", "two"));
    Map<String, String> before = FileHashes.of(files);
    assertEquals(Set.of("train.jsonl", "train.jsonl-2"), before.keySet());
    write("a/train.jsonl", "another");
    Map<String, String> after = FileHashes.of(files);
    assertNotEquals(before.get("train.jsonl"), after.get("train.jsonl"));
    assertEquals(before.get("train.jsonl-2"), after.get("train.jsonl-2"));
  }
}
