package dev.period.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point to is there: files of the repository, and headings in them. */
class DocumentLinksTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (String folder : List.of("", "docs", "models", "configs", "scripts")) {
      int depth = folder.isEmpty() ? 1 : 3;
      try (Stream<Path> files = Files.walk(HOME.resolve(folder), depth)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }

  private static List<String> anchors(Path document) throws IOException {
    return HEADING
        .matcher(Files.readString(document))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\w\\- ]", "")
                    .strip()
                    .replace(' ', '-'))
        .toList();
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (link.group(1).contains("://")) {
          continue;
        }
        links++;
        Path target = document.resolveSibling(link.group(1)).normalize();
        if (link.group(1).isEmpty()) {
          target = document;
        }
        boolean found =
            Files.exists(target)
                && (link.group(2) == null
                    || !target.toString().endsWith(".md")
                    || anchors(target).contains(link.group(2)));
        if (!found) {
          broken.add(HOME.relativize(document) + ": " + link.group());
        }
      }
    }
    assertTrue(links > 50, "the documents were read: " + links);
    assertEquals(List.of(), broken);
  }
}
