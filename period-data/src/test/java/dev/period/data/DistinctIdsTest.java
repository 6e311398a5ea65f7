package dev.period.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DistinctIdsTest {
  @Test
  void noTwoAreTheSame() {
    DistinctIds ids = new DistinctIds();
    assertEquals(
        List.of("a", "a-2", "b", "a-3", "a-2-2"),
        Stream.of("a", "a", "b", "a", "a-2").map(ids::of).toList());
  }
}
