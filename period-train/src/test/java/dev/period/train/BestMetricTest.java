package dev.period.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.PeriodException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BestMetricTest {
  private static BestMetric.Best best(BestMetric metric, BestMetric.Best before, double value) {
    return metric.better(before, 9, Map.of("eval/a", value));
  }

  @Test
  void directionsTiesAndNumbersThatAreNone() {
    BestMetric lowest = new BestMetric("eval/a", BestMetric.Direction.parse("lowest"));
    BestMetric highest = new BestMetric("eval/a", BestMetric.Direction.parse("highest"));
    BestMetric.Best before = new BestMetric.Best(3, "eval/a", 2);
    assertEquals(new BestMetric.Best(9, "eval/a", 1), best(lowest, before, 1));
    assertSame(before, best(lowest, before, 3));
    assertSame(before, best(lowest, before, 2), "the earlier of two equals stays");
    assertEquals(new BestMetric.Best(9, "eval/a", 3), best(highest, before, 3));
    assertSame(before, best(highest, before, Double.NaN));
    assertNull(best(highest, null, Double.NaN));
    BestMetric.Best other = new BestMetric.Best(3, "eval/b", 0);
    assertNotNull(best(lowest, other, 5), "another metric does not compare");
    assertEquals(9, best(lowest, other, 5).step());
  }

  @Test
  void aMetricThatIsNotMeasuredIsSaid() {
    BestMetric metric = new BestMetric("eval/x", BestMetric.Direction.LOWEST);
    PeriodException e =
        assertThrows(PeriodException.class, () -> metric.better(null, 1, Map.of("eval/a", 1.0)));
    assertEquals(PeriodException.Kind.USAGE, e.kind());
    assertTrue(e.getMessage().contains("eval/x") && e.getMessage().contains("eval/a"));
  }
}
