package dev.period.core.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.period.core.optim.Schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.1",
    "4, 0.5",
    "9, 1",
    "10, 1",
    "35, 0.8535534",
    "60, 0.5",
    "85, 0.1464466",
    "110, 0",
    "500, 0"
  })
  void warmsUpThenFollowsHalfACosine(long step, double expected) {
    Schedule schedule = new Schedule(Shape.COSINE, 3, 10, 110);
    assertEquals(3 * expected, schedule.rate(step), 1e-6);
  }

  @Test
  void neverRisesAfterTheWarmUp() {
    Schedule schedule = new Schedule(Shape.COSINE, 1e-3, 5, 200);
    for (long step = 5; step < 250; step++) {
      assertTrue(schedule.rate(step + 1) <= schedule.rate(step), "step " + step);
    }
  }

  @Test
  void constantStaysAtThePeak() {
    Schedule schedule = new Schedule(Shape.CONSTANT, 2, 4, 10);
    assertEquals(0.5, schedule.rate(0));
    assertEquals(2, schedule.rate(3));
    assertEquals(2, schedule.rate(1000));
  }

  @ParameterizedTest
  @EnumSource
  void withoutWarmUpOrStepsItIsStillANumber(Shape shape) {
    assertEquals(1, new Schedule(shape, 1, 0, 10).rate(0));
    assertTrue(Double.isFinite(new Schedule(shape, 1, 0, 0).rate(0)));
    assertTrue(Double.isFinite(new Schedule(shape, 1, 20, 10).rate(15)), "longer than the run");
    assertEquals(shape, Shape.parse(shape.name().toLowerCase(java.util.Locale.ROOT)));
  }
}
