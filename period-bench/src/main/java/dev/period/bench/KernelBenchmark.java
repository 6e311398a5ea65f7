package dev.period.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Autograd;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import dev.period.core.engine.Torch;
import dev.period.core.llama.LlamaLayer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The helpers of a LLaMA layer beside naive twins out of DJL's plain operations: batch 2, 600
 * tokens, 8 heads of width 64, single precision.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KernelBenchmark {
  private static final int B = 2;
  private static final int T = 600;
  private static final int HEADS = 8;
  private static final int WIDTH = 64;
  private static final int WIDE = 1376;
  private static final double EPS = 1e-6;

  private NDManager memory;
  private NDArray q;
  private NDArray k;
  private NDArray v;
  private NDArray mask;
  private NDArray x;
  private NDArray norm;
  private NDArray cos;
  private NDArray sin;
  private NDArray gate;
  private NDArray up;
  private Kernel attention;
  private Kernel rmsNorm;
  private Kernel rotate;
  private Kernel swiglu;

  /** Makes the inputs. */
  @Setup
  public void open() {
    memory = Torch.scope();
    q = normal(B, HEADS, T, WIDTH);
    k = normal(B, HEADS, T, WIDTH);
    v = normal(B, HEADS, T, WIDTH);
    float[] open = new float[T * T];
    for (int i = 0; i < open.length; i++) {
      open[i] = i % T > i / T ? Float.NEGATIVE_INFINITY : 0;
    }
    mask = Torch.floats(memory, open, 1, 1, T, T);
    x = normal(B, T, HEADS * WIDTH);
    norm = normal(HEADS * WIDTH);
    cos = normal(B, 1, T, WIDTH / 2).cos();
    sin = normal(B, 1, T, WIDTH / 2).sin();
    gate = normal(B, T, WIDE);
    up = normal(B, T, WIDE);
    attention = Kernel.load(LlamaLayer.class, "attention", Map.of());
    rmsNorm = Kernel.load(LlamaLayer.class, "rms_norm", Map.of());
    rotate = Kernel.load(LlamaLayer.class, "rotate", Map.of());
    swiglu = Kernel.load(LlamaLayer.class, "swiglu", Map.of());
  }

  private NDArray normal(long... shape) {
    return new RandomWeights()
        .tensor(memory, Dtype.FP32, "x", dev.period.core.nn.Init.normal(1), shape);
  }

  /** Fused attention. */
  @Benchmark
  public float attentionFused() {
    return forward(scope -> attention.run(scope, q, k, v, mask));
  }

  /** Scores, softmax and mixture one after the other. */
  @Benchmark
  public float attentionNaive() {
    return forward(scope -> naiveAttention());
  }

  /** Fused attention and its gradients. */
  @Benchmark
  public float attentionFusedTraining() {
    return backward(scope -> attention.apply(scope, q, k, v, mask));
  }

  /** The naive twin and its gradients. */
  @Benchmark
  public float attentionNaiveTraining() {
    return backward(scope -> naiveAttention());
  }

  /** RMSNorm in one kernel. */
  @Benchmark
  public float rmsNormFused() {
    return forward(scope -> rmsNorm.run(scope, x, norm, EPS));
  }

  /** RMSNorm, operation by operation. */
  @Benchmark
  public float rmsNormNaive() {
    return forward(scope -> x.div(x.pow(2).mean(new int[] {-1}, true).add(EPS).sqrt()).mul(norm));
  }

  /** Rotary embedding in one kernel. */
  @Benchmark
  public float rotaryFused() {
    return forward(scope -> rotate.run(scope, q, cos, sin));
  }

  /** Rotary embedding, operation by operation. */
  @Benchmark
  public float rotaryNaive() {
    return forward(
        scope -> {
          NDArray first = q.get(":, :, :, :{}", WIDTH / 2);
          NDArray second = q.get(":, :, :, {}:", WIDTH / 2);
          return NDArrays.concat(
              new NDList(first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin))),
              3);
        });
  }

  /** SwiGLU's gate in one kernel. */
  @Benchmark
  public float swigluFused() {
    return forward(scope -> swiglu.run(scope, gate, up));
  }

  /** SwiGLU's gate, operation by operation. */
  @Benchmark
  public float swigluNaive() {
    return forward(scope -> gate.mul(gate.neg().exp().add(1).pow(-1)).mul(up));
  }

  private NDArray naiveAttention() {
    NDArray scores = q.matMul(k.swapAxes(2, 3)).mul(1 / Math.sqrt(WIDTH)).add(mask);
    return scores.softmax(-1).matMul(v);
  }

  private float forward(Function<NDManager, NDArray> work) {
    try (NDManager scope = Torch.scope()) {
      borrow(scope);
      try {
        NDArray result = work.apply(scope);
        return result.flatten().get(0).getFloat();
      } finally {
        giveBack();
      }
    }
  }

  private float backward(Function<NDManager, NDArray> work) {
    for (NDArray input : inputs()) {
      Autograd.requireGradient(input, true);
    }
    try (NDManager scope = Torch.scope()) {
      borrow(scope);
      try {
        NDArray loss = Autograd.record(() -> work.apply(scope).sum());
        Autograd.backward(scope, loss);
        return loss.getFloat();
      } finally {
        giveBack();
        for (NDArray input : inputs()) {
          Autograd.requireGradient(input, false);
        }
      }
    }
  }

  private List<NDArray> inputs() {
    return List.of(q, k, v);
  }

  /** DJL gives a result to the manager of its first operand, which must not be the trial's. */
  private void borrow(NDManager scope) {
    all().forEach(array -> array.attach(scope));
  }

  private void giveBack() {
    all().forEach(array -> array.attach(memory));
  }

  private List<NDArray> all() {
    return List.of(q, k, v, mask, x, norm, cos, sin, gate, up);
  }

  /** Frees the inputs. */
  @TearDown
  public void close() {
    memory.close();
  }
}
