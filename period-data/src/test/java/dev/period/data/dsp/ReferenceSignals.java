package dev.period.data.dsp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What SciPy and rPPG-Toolbox gave for signals of our own making. */
public final class ReferenceSignals {
  private ReferenceSignals() {}

  public static JsonNode read() {
    return read("/dev/period/data/rppg/reference.json");
  }

  public static JsonNode read(String name) {
    try (InputStream in =
        Objects.requireNonNull(ReferenceSignals.class.getResourceAsStream(name), name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
