package dev.period.cli;

import dev.period.core.PeriodException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code ask}: videos, then the question.
 *
 * <p>The last of two or more arguments is the question unless it is an existing file or has the
 * name of a video or a signal, so that a misspelt file is reported as missing and not asked as a
 * question.
 *
 * @param videos at least one
 * @param question null where none was given
 */
record AskArguments(List<Path> videos, @Nullable String question) {
  private static final Set<String> VIDEO_EXTENSIONS =
      Set.of(
          "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "wmv", "flv", "gif",
          "png", "jpg", "jpeg", "webp", "bmp");

  static AskArguments split(List<String> arguments, Predicate<Path> exists) {
    int last = arguments.size() - 1;
    boolean question = last > 0 && !isVideo(arguments.get(last), exists);
    List<Path> videos =
        arguments.subList(0, question ? last : last + 1).stream().map(AskArguments::path).toList();
    return new AskArguments(videos, question ? arguments.get(last) : null);
  }

  private static boolean isVideo(String argument, Predicate<Path> exists) {
    int dot = argument.lastIndexOf('.');
    String extension = argument.substring(dot + 1).toLowerCase(Locale.ROOT);
    boolean known =
        VIDEO_EXTENSIONS.contains(extension) || SignalOptions.EXTENSIONS.contains(extension);
    if (dot >= 0 && known && !argument.contains("?")) {
      return true;
    }
    try {
      return !argument.isBlank() && exists.test(Path.of(argument));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Path path(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "'" + argument + "' cannot be the name of a file", e);
    }
  }
}
