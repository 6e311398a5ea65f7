package dev.period.train;

import dev.period.core.engine.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a checkpoint comes from: stage, configuration, seeds, versions. */
final class Provenance {
  private Provenance() {}

  static Map<String, Object> of(
      TrainConfig config, String stage, @Nullable Path from, Map<String, String> hashes) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("stage", stage);
    record.put("from", from == null ? null : from.getFileName().toString());
    record.put("seed", config.seed());
    record.put("data", hashes);
    record.put("commit", commit(Path.of(System.getProperty("period.home", "."))));
    record.put("java", Runtime.version().toString());
    record.put("libtorch", Torch.version());
    record.put("config", config);
    return record;
  }

  /** The commit that is checked out in {@code home}; null outside a git checkout. */
  static @Nullable String commit(Path home) {
    try {
      String head = Files.readString(home.resolve(".git/HEAD")).strip();
      if (!head.startsWith("ref: ")) {
        return head;
      }
      Path ref = home.resolve(".git").resolve(head.substring(5));
      return Files.exists(ref) ? Files.readString(ref).strip() : null;
    } catch (IOException e) {
      return null;
    }
  }
}
