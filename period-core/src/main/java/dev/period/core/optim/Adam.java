package dev.period.core.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Adam (Kingma and Ba 2015) and AdamW (Loshchilov and Hutter 2019) with one fused kernel, state by
 * parameter name and a step count per parameter, so that a parameter that joins late starts with
 * its own bias correction.
 */
public final class Adam implements AutoCloseable {
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Set<Double> factors = new LinkedHashSet<>();
  private final NDManager memory;
  private final AdamRule rule;
  private final Kernel update;
  private final Kernel norm = Kernel.load(Adam.class, "gradient_norms", Map.of());
  private final Kernel scale = Kernel.load(Adam.class, "scale_gradients", Map.of());
  private final Kernel zero = Kernel.load(Adam.class, "zero_gradients", Map.of());

  /**
   * State of one parameter.
   *
   * @param parameter what is trained
   * @param mean first moment, same shape
   * @param square second moment, same shape
   * @param step number of updates so far, FP32 scalar
   * @param factor on the learning rate
   */
  private record Slot(
      NDArray parameter, NDArray mean, NDArray square, NDArray step, double factor) {}

  /** An optimizer over {@code parameters} by name. */
  public Adam(Map<String, NDArray> parameters, AdamRule rule) {
    this(parameters, rule, name -> 1);
  }

  /**
   * An optimizer over {@code parameters} by name.
   *
   * @param factor of a parameter, by name, on the learning rate
   */
  public Adam(Map<String, NDArray> parameters, AdamRule rule, ToDoubleFunction<String> factor) {
    this.rule = rule;
    String function = rule.decoupled() ? "_fused_adamw_" : "_fused_adam_";
    this.update = Kernel.load(Adam.class, "adam", Map.of("function", function));
    this.memory = Torch.scope(parameters.values().iterator().next().getDevice());
    parameters.forEach(
        (name, parameter) -> {
          Autograd.requireGradient(parameter, true);
          slots.put(
              name,
              new Slot(
                  parameter,
                  memory.zeros(parameter.getShape()),
                  memory.zeros(parameter.getShape()),
                  memory.zeros(new ai.djl.ndarray.types.Shape()),
                  factor.applyAsDouble(name)));
          factors.add(factor.applyAsDouble(name));
        });
  }

  /**
   * Clips the global norm of the gradients, updates every parameter that this step's loss reached,
   * and sets the gradients to zero.
   *
   * <p>A gradient of nothing but zeros means that the loss did not reach the parameter: libtorch
   * keeps the zeros of an earlier step, and a resumed run, which has had no earlier step, must do
   * the same as one that was never stopped.
   *
   * @param maxNorm largest global L2 norm; larger gradients are scaled down to it
   * @return the norm before clipping; not finite when the step was skipped
   */
  public float step(NDManager scope, double learningRate, double maxNorm) {
    List<NDArray> gradients = new ArrayList<>();
    List<Slot> slotsOf = new ArrayList<>();
    for (Slot slot : slots.values()) {
      NDArray gradient = Autograd.gradient(scope, slot.parameter());
      if (gradient != null) {
        gradients.add(gradient);
        slotsOf.add(slot);
      }
    }
    if (gradients.isEmpty()) {
      return 0;
    }
    float[] norms = norm.run(scope, gradients).toFloatArray();
    double squares = 0;
    List<NDArray> nonZero = new ArrayList<>();
    List<Slot> reached = new ArrayList<>();
    for (int i = 0; i < norms.length; i++) {
      squares += (double) norms[i] * norms[i];
      if (norms[i] != 0) {
        nonZero.add(gradients.get(i));
        reached.add(slotsOf.get(i));
      }
    }
    double total = Math.sqrt(squares);
    if (Double.isFinite(total) && total > 0) {
      scale.run(scope, nonZero, Math.min(1, maxNorm / (total + 1e-6)));
      for (double factor : factors) {
        update(scope, reached, nonZero, true, learningRate, factor);
        update(scope, reached, nonZero, false, learningRate, factor);
      }
    }
    zero.run(scope, gradients);
    return (float) total;
  }

  private void update(
      NDManager scope,
      List<Slot> all,
      List<NDArray> allGradients,
      boolean matrices,
      double rate,
      double factor) {
    List<NDArray> parameters = new ArrayList<>();
    List<NDArray> gradients = new ArrayList<>();
    List<NDArray> means = new ArrayList<>();
    List<NDArray> squares = new ArrayList<>();
    List<NDArray> steps = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Slot slot = all.get(i);
      if (slot.parameter().getShape().dimension() > 1 == matrices && slot.factor() == factor) {
        parameters.add(slot.parameter());
        gradients.add(allGradients.get(i));
        means.add(slot.mean());
        squares.add(slot.square());
        steps.add(slot.step());
      }
    }
    if (!parameters.isEmpty()) {
      double decay = matrices || rule.decaysVectors() ? rule.weightDecay() : 0;
      update.run(
          scope,
          parameters,
          gradients,
          means,
          squares,
          steps,
          rate * factor,
          rule.beta1(),
          rule.beta2(),
          decay,
          rule.eps());
    }
  }

  /** The state by name: {@code <parameter>.mean}, {@code .square} and {@code .step}. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> {
          state.put(name + ".mean", slot.mean());
          state.put(name + ".square", slot.square());
          state.put(name + ".step", slot.step());
        });
    return state;
  }

  @Override
  public void close() {
    memory.close();
  }
}
