package dev.period.infer.eval;

import dev.period.core.cache.ContentHash;
import dev.period.core.model.PeriodModel;
import dev.period.data.video.VideoReader;
import dev.period.infer.Period;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * Tells the code that answers from other code: a model that is looked at in another way gives other
 * answers. The time and the place of a build do not matter.
 */
public final class CodeHash {
  private CodeHash() {}

  /** The SHA-256 of the classes and kernels of core, data and infer, in hexadecimal. */
  public static String ofThis() {
    List<Path> places = new ArrayList<>();
    for (Class<?> module : List.of(PeriodModel.class, VideoReader.class, Period.class)) {
      CodeSource source = module.getProtectionDomain().getCodeSource();
      if (source != null) {
        places.add(Path.of(uri(source)));
      }
    }
    return of(places);
  }

  private static URI uri(CodeSource source) {
    try {
      return source.getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The SHA-256 of what is in jars or folders of classes.
   *
   * @throws UncheckedIOException if they cannot be read
   */
  static String of(List<Path> places) {
    StringBuilder all = new StringBuilder();
    try {
      for (Path place : places) {
        List<String> files = Files.isDirectory(place) ? inFolder(place) : inJar(place);
        Collections.sort(files);
        files.forEach(file -> all.append(file).append('\n'));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ContentHash.of(all.toString());
  }

  private static List<String> inFolder(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(path));
        String name = folder.relativize(path).toString().replace('\\', '/');
        add(files, name, sum.getValue());
      }
    }
    return files;
  }

  private static List<String> inJar(Path jar) throws IOException {
    List<String> files = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> add(files, entry.getName(), entry.getCrc()));
    }
    return files;
  }

  /** What a build tool adds to a jar is no code. */
  private static void add(List<String> files, String name, long sum) {
    if (!name.startsWith("META-INF/")) {
      files.add(name + " " + sum);
    }
  }
}
