package dev.period.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Torch;
import dev.period.core.optim.AdamRule;
import java.util.LinkedHashMap;
import java.util.Map;

/** AdamW behind a clip of the global norm, out of DJL's plain operations, one by one. */
final class NaiveAdam implements AutoCloseable {
  private final Map<String, NDArray> parameters;
  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> squares = new LinkedHashMap<>();
  private final NDManager memory = Torch.scope();
  private final AdamRule rule;
  private int step;

  NaiveAdam(Map<String, NDArray> parameters, AdamRule rule) {
    this.parameters = parameters;
    this.rule = rule;
    parameters.forEach(
        (name, parameter) -> {
          Autograd.requireGradient(parameter, true);
          means.put(name, memory.zeros(parameter.getShape()));
          squares.put(name, memory.zeros(parameter.getShape()));
        });
  }

  void step(NDManager scope, double rate, double maxNorm) {
    step++;
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    double sum = 0;
    for (Map.Entry<String, NDArray> parameter : parameters.entrySet()) {
      NDArray gradient = Autograd.gradient(scope, parameter.getValue());
      if (gradient != null) {
        gradients.put(parameter.getKey(), gradient);
        sum += gradient.mul(gradient).sum().getFloat();
      }
    }
    float clip = (float) Math.min(1, maxNorm / (Math.sqrt(sum) + 1e-6));
    float first = (float) (1 - Math.pow(rule.beta1(), step));
    float second = (float) (1 - Math.pow(rule.beta2(), step));
    gradients.forEach(
        (name, gradient) -> {
          NDArray parameter = parameters.get(name);
          NDArray mean = means.get(name);
          NDArray square = squares.get(name);
          mean.tempAttach(scope);
          square.tempAttach(scope);
          NDArray g = gradient.mul(clip);
          mean.muli((float) rule.beta1()).addi(g.mul((float) (1 - rule.beta1())));
          square.muli((float) rule.beta2()).addi(g.mul(g).mul((float) (1 - rule.beta2())));
          NDArray update = mean.div(first).div(square.div(second).sqrt().add((float) rule.eps()));
          if (parameter.getShape().dimension() > 1) {
            parameter.muli((float) (1 - rate * rule.weightDecay()));
          }
          parameter.subi(update.mul((float) rate));
          gradient.muli(0f);
        });
  }

  @Override
  public void close() {
    memory.close();
  }
}
