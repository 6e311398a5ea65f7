package dev.period.train.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.RawTensors;
import dev.period.core.engine.Torch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientSumTest {
  @Test
  void aParameterThatOneProcessDoesNotReachHasTheGradientOfTheOthers() throws Exception {
    ThreadCollective.run(
        2,
        processes -> {
          try (NDManager scope = Torch.scope()) {
            NDArray both = parameter(scope, 1, 2);
            NDArray one = parameter(scope, 3, 4);
            NDArray none = parameter(scope, 5);
            GradientSum sum = new GradientSum(processes, List.of(both, one, none));
            float factor = processes.rank() + 1;
            NDArray loss =
                Autograd.record(
                    () -> {
                      NDArray first = both.mul(factor).sum();
                      return processes.rank() == 0 ? first : first.add(one.mul(one).sum());
                    });
            Autograd.backward(scope, loss);
            sum.sum();
            assertArrayEquals(new float[] {3, 3}, gradient(scope, both));
            assertArrayEquals(new float[] {6, 8}, gradient(scope, one));
            assertArrayEquals(new float[] {0}, gradient(scope, none));
          }
          return null;
        });
  }

  @Test
  void parametersThatAreNotNumbersStillGetGradientsOfZeros() {
    try (NDManager scope = Torch.scope()) {
      NDArray parameter = parameter(scope, Float.NaN, Float.POSITIVE_INFINITY);
      Autograd.zeroGradient(scope, parameter);
      assertArrayEquals(new float[] {0, 0}, gradient(scope, parameter));
    }
  }

  @Test
  void aGradientThatIsThereAlreadyIsKept() {
    try (NDManager scope = Torch.scope()) {
      NDArray parameter = parameter(scope, 2);
      Autograd.backward(scope, Autograd.record(() -> parameter.mul(parameter).sum()));
      Autograd.zeroGradient(scope, parameter);
      assertArrayEquals(new float[] {4}, gradient(scope, parameter));
    }
  }

  @Test
  void copiesThatDifferInOneBitAreNoticedOnAllProcesses() throws Exception {
    ThreadCollective.run(
        2,
        processes -> {
          try (NDManager scope = Torch.scope()) {
            NDArray same = Torch.floats(scope, new float[] {1, 2, 3}, 3);
            Replicas.verify(processes, Map.of("w", same), "at the start");
            float last = processes.rank() == 0 ? 3 : Math.nextUp(3f);
            NDArray other = Torch.floats(scope, new float[] {1, 2, last}, 3);
            JointFailure drifted =
                assertThrows(
                    JointFailure.class,
                    () -> Replicas.verify(processes, Map.of("w", other), "at step 7"));
            if (processes.rank() == 1) {
              String message = drifted.own().getMessage();
              assertEquals(
                  PeriodException.Kind.ENGINE, ((PeriodException) drifted.own()).kind(), message);
              assertTrue(message.contains("process 1"), message);
              assertTrue(message.contains("at step 7"), message);
            }
          }
          return null;
        });
  }

  private static NDArray parameter(NDManager scope, float... values) {
    NDArray parameter = Torch.floats(scope, values, values.length);
    Autograd.requireGradient(parameter, true);
    return parameter;
  }

  private static float[] gradient(NDManager scope, NDArray parameter) {
    return RawTensors.toFloats(Autograd.gradient(scope, parameter));
  }
}
