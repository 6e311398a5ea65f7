package dev.period.core.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.period.core.checkpoint.Fixtures;
import dev.period.core.optim.Schedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  /** Behind the end of a run Hugging Face's cosine rises again; ours stays at zero. */
  @ParameterizedTest
  @CsvSource({
    "COSINE, cosine_warmup10_total100, 10, 100",
    "LINEAR, linear_warmup10_total100, 10, 100",
    "COSINE, cosine_warmup0_total50, 0, 50"
  })
  void agreesWithHuggingFace(Shape shape, String name, long warmupSteps, long maxSteps)
      throws Exception {
    JsonNode expected =
        new ObjectMapper()
            .readTree(Fixtures.path("expected/algorithms/training_misc.json").toFile())
            .path("lr_schedules_base1e_3")
            .path(name);
    Schedule schedule = new Schedule(shape, 1e-3, warmupSteps, maxSteps);
    for (int step = 0; step <= maxSteps; step++) {
      assertEquals(expected.get(step).asDouble(), schedule.rate(step), 1e-12, "step " + step);
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverRisesAfterTheWarmUp(Shape shape) {
    Schedule schedule = new Schedule(shape, 1e-3, 5, 200);
    for (long step = 5; step < 250; step++) {
      assertTrue(schedule.rate(step + 1) <= schedule.rate(step), "step " + step);
    }
  }

  @Test
  void constantStaysAtThePeak() {
    Schedule schedule = new Schedule(Shape.CONSTANT, 2, 4, 10);
    assertEquals(0, schedule.rate(0));
    assertEquals(1.5, schedule.rate(3));
    assertEquals(2, schedule.rate(4));
    assertEquals(2, schedule.rate(1000));
  }

  @Test
  void aWarmUpMayBeAShareOfTheRun() {
    assertEquals(4, Schedule.warmedUp(Shape.LINEAR, 1, 0.03, 101).warmupSteps());
    assertEquals(0, Schedule.warmedUp(Shape.LINEAR, 1, 0, 101).warmupSteps());
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
