package dev.period.data.repetition;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/** Finds the video of a name in the folders of a data set, whatever its extension. */
final class VideoFolder {
  private static final Set<String> EXTENSIONS =
      Set.of("mp4", "mkv", "webm", "avi", "mov", "m4v", "mpg", "mpeg", "flv", "3gp", "wmv", "ts");

  private final Path first;
  private final TreeMap<String, Path> files = new TreeMap<>();

  /**
   * Lists the folders once.
   *
   * @param folders those that exist are looked into, the first before the others; at least one
   */
  VideoFolder(List<Path> folders) {
    first = folders.get(0);
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        list(folder);
      }
    }
  }

  private void list(Path folder) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      TreeMap<String, Path> found = new TreeMap<>();
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        int dot = name.lastIndexOf('.');
        if (dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
          // of two files that differ in their extension only, always the same one
          found.merge(name.substring(0, dot), entry, (a, b) -> a.compareTo(b) < 0 ? a : b);
        }
      }
      found.forEach(files::putIfAbsent);
    } catch (IOException | DirectoryIteratorException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot list %s (%s)".formatted(folder, e), e);
    }
  }

  /**
   * The file of a video.
   *
   * @param stem its name without extension
   * @return where it would be if there is none
   * @throws IllegalArgumentException if that is no name of a file
   */
  Path file(String stem) {
    if (stem.isEmpty() || stem.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
      throw new IllegalArgumentException("this is not the name of a video");
    }
    Path found = files.get(stem);
    return found == null ? first.resolve(stem + ".mp4") : found;
  }
}
