package dev.period.core.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.clip.ContextExtension.End;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 77 positions become 248. */
class ContextExtensionTest {
  private static final int KEEP = 20;

  static Stream<Arguments> ends() {
    return Stream.of(
        arguments(End.EXTRAPOLATE, "out248_extrapolate_last4"),
        arguments(End.CLAMP, "out248_clamp_last4"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void agreesWithTheReleasedCode(End end, String key) throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(Fixtures.path("expected/algorithms/clip_pos_extension.json").toFile());
    JsonNode trained = json.path("P77");
    JsonNode expected = json.path(key);
    int width = trained.get(0).size();
    float[] table = new float[trained.size() * width];
    for (int i = 0; i < table.length; i++) {
      table[i] = trained.get(i / width).get(i % width).floatValue();
    }
    ContextExtension extension = new ContextExtension(KEEP, 4, end);
    assertEquals(expected.size(), extension.length(trained.size()));
    float[] stretched = extension.stretched(table, width);
    assertEquals((expected.size() - KEEP) * width, stretched.length);
    for (int i = 0; i < stretched.length; i++) {
      double value = expected.get(KEEP + i / width).get(i % width).doubleValue();
      assertEquals(value, stretched[i], 1e-6, "row " + (KEEP + i / width));
    }
  }

  /** A straight line stays straight: values worked out by hand. */
  @Test
  void straightLine() {
    float[] line = new float[77];
    for (int i = 0; i < line.length; i++) {
      line[i] = i;
    }
    float[] stretched = ContextExtension.PPLLAVA.stretched(line, 1);
    assertEquals(20f, stretched[0]);
    assertEquals(20.25f, stretched[1]);
    assertEquals(75.75f, stretched[243 - KEEP]);
    assertEquals(76.75f, stretched[247 - KEEP]);
    assertEquals(76f, new ContextExtension(KEEP, 4, End.CLAMP).stretched(line, 1)[247 - KEEP]);
  }

  @Test
  void factorOneChangesNothing() {
    ContextExtension none = new ContextExtension(1, 1, End.CLAMP);
    assertEquals(3, none.length(3));
    float[] stretched = none.stretched(new float[] {5, 7, 2}, 1);
    assertEquals(7f, stretched[0]);
    assertEquals(2f, stretched[1]);
  }
}
