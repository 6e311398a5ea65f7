package dev.period.core.checkpoint;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Paths of the fixture checkpoints among the test resources. */
public final class Fixtures {
  private Fixtures() {}

  /** The path of a resource such as {@code checkpoints/llama-mha-bf16}. */
  public static Path path(String resource) throws URISyntaxException {
    URL url = Fixtures.class.getResource("/" + resource);
    return Path.of(Objects.requireNonNull(url, resource).toURI());
  }
}
