package dev.period.infer.eval;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells a model from another one by what is in its files, wherever they lie. */
public final class ModelHash {
  private static final Pattern PARTS = Pattern.compile(".+\\.(json|model|safetensors)");

  /** What a checkpoint keeps for training and for people. */
  private static final Pattern NO_PARTS =
      Pattern.compile("(optimizer|scheduler|rng_state|data_state|trainer_state|provenance)\\..+");

  private static final int BUFFER = 1 << 20;

  private ModelHash() {}

  /**
   * The SHA-256 of a model folder's weights, configuration and tokenizer, in hexadecimal.
   *
   * @throws PeriodException of kind MODEL if they cannot be read
   */
  public static String of(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> parts =
          files
              .filter(file -> isPart(file.getFileName().toString()) && Files.isRegularFile(file))
              .sorted()
              .toList();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (Path part : parts) {
        String header = part.getFileName() + "\n" + Files.size(part) + "\n";
        digest.update(header.getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(part)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.MODEL, "cannot read the model in %s (%s)".formatted(folder, e), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isPart(String name) {
    return PARTS.matcher(name).matches() && !NO_PARTS.matcher(name).matches();
  }
}
