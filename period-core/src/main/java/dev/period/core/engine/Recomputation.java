package dev.period.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Activation checkpointing (Chen et al. 2016): segments of a network run without recording and keep
 * nothing but their inputs; the backward pass runs them once more, from the last to the first, each
 * with a graph of its own that is gone before the next begins. Gradients are those of the plain
 * way, bit for bit on the CPU.
 *
 * <p>One instance is for one loss. The forward pass hands it chains of segments with {@link #run},
 * {@link #backward} takes the place of {@link Autograd#backward}. Segments must be deterministic:
 * one that draws random numbers would draw others the second time.
 */
public final class Recomputation {
  private final Deque<Chain> chains = new ArrayDeque<>();

  /** A part of a network. */
  @FunctionalInterface
  public interface Segment {
    /** Its result for {@code x}; whatever else it makes belongs to {@code scope}. */
    NDArray run(NDManager scope, NDArray x);
  }

  /**
   * What one call of {@link #run} leaves behind.
   *
   * @param input with the graph that made it, if there is one
   * @param segments in the order of the forward pass
   * @param inputs of the segments, without graphs
   * @param output where the graph of what follows ends
   */
  private record Chain(
      NDArray input, List<Segment> segments, List<NDArray> inputs, NDArray output) {}

  /** Runs segments one after the other; inside {@link Autograd#record}. */
  public NDArray run(NDManager scope, NDArray input, List<Segment> segments) {
    NDArray x = input.stopGradient();
    x.attach(scope);
    List<NDArray> inputs = new ArrayList<>();
    for (Segment segment : segments) {
      inputs.add(x);
      NDArray from = x;
      x = Autograd.pause(() -> alone(scope, segment, from));
    }
    Autograd.requireGradient(x, true);
    chains.addLast(new Chain(input, List.copyOf(segments), inputs, x));
    return x;
  }

  /** Runs a segment, of which nothing stays but the result. */
  private static NDArray alone(NDManager scope, Segment segment, NDArray x) {
    try (NDManager passing = Torch.scope(scope.getDevice())) {
      NDArray result = segment.run(passing, x);
      result.attach(scope);
      return result;
    }
  }

  /** Adds the gradient of the scalar {@code loss} to every parameter that it depends on. */
  public void backward(NDManager scope, NDArray loss) {
    backward(scope, loss, 1);
  }

  /** Adds the gradient of {@code loss} times {@code factor}. */
  public void backward(NDManager scope, NDArray loss, double factor) {
    // what made the first chain's input may have made a part of the loss, too
    Autograd.backward(loss, Autograd.seed(scope, loss, factor), !chains.isEmpty());
    while (!chains.isEmpty()) {
      Chain chain = chains.removeLast();
      NDArray gradient = Autograd.gradient(scope, chain.output());
      if (gradient == null) {
        continue; // the loss does not depend on it
      }
      for (int i = chain.segments().size() - 1; i >= 0; i--) {
        gradient = backward(scope, chain.segments().get(i), chain.inputs().get(i), gradient);
      }
      if (Autograd.isRecorded(chain.input())) {
        Autograd.backward(chain.input(), gradient, !chains.isEmpty());
      }
    }
  }

  /** Gradient of a segment's input, given that of its result. */
  private static NDArray backward(
      NDManager scope, Segment segment, NDArray input, NDArray gradient) {
    Autograd.requireGradient(input, true);
    try (NDManager passing = Torch.scope(scope.getDevice())) {
      NDArray result = Autograd.record(() -> segment.run(passing, input));
      Autograd.backward(result, gradient, false);
    }
    gradient.close();
    NDArray own = Autograd.gradient(scope, input);
    if (own == null) {
      throw new IllegalStateException("the result of a segment does not depend on its input");
    }
    input.close();
    return own;
  }
}
