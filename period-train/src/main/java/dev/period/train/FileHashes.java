package dev.period.train;

import dev.period.core.cache.ContentHash;
import dev.period.data.DistinctIds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What data files hold, in a few characters. */
final class FileHashes {
  private FileHashes() {}

  /** SHA-256 of each file, by its name; files of the same name are numbered in their order. */
  static Map<String, String> of(List<Path> files) {
    DistinctIds names = new DistinctIds();
    Map<String, String> hashes = new LinkedHashMap<>();
    for (Path file : files) {
      hashes.put(names.of(String.valueOf(file.getFileName())), ContentHash.ofFile(file));
    }
    return hashes;
  }
}
