package dev.period.data.build;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.nio.file.Path;
import java.util.List;

/** Which splits a request is about. */
final class Splits {
  private Splits() {}

  /**
   * The split asked for, or all.
   *
   * @throws PeriodException of kind USAGE if there is no such split
   */
  static List<String> chosen(BuildRequest request, List<String> there) {
    String split = request.split();
    if (split == null) {
      return there;
    }
    if (!there.contains(split)) {
      throw new PeriodException(
          Kind.USAGE,
          "there is no split '%s' here; there is %s".formatted(split, String.join(", ", there)));
    }
    return List.of(split);
  }

  /** For data that comes divided already. */
  static void refuseParts(BuildRequest request, QaBuilder builder) {
    if (!request.parts().isEmpty()) {
      throw new PeriodException(
          Kind.USAGE, builder.name() + " has splits of its own; leave --parts out");
    }
  }

  /** The name of the only split of a source without splits. */
  static String only(BuildRequest request, String usual) {
    if (request.split() != null && !request.parts().isEmpty()) {
      throw new PeriodException(Kind.USAGE, "--split and --parts exclude each other");
    }
    return request.split() == null ? usual : request.split();
  }

  /** The source of a task that needs one. */
  static Path data(BuildRequest request, QaBuilder builder) {
    if (request.data() == null) {
      throw new PeriodException(Kind.USAGE, "build " + builder.name() + " needs --data");
    }
    return request.data();
  }
}
