package dev.period.core.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A kernel with linear maps that may have adapters. Its source has a line {@code $y_lora} behind
 * each map that may have one, where y is the variable that holds the map's result; the line is
 * compiled away where there is none.
 */
public final class LoraKernel {
  private final Kernel plain;
  private final Kernel dropping;
  private final Dropout dropout;
  private final long place;

  private LoraKernel(Kernel plain, Kernel dropping, Dropout dropout, long place) {
    this.plain = plain;
    this.dropping = dropping;
    this.dropout = dropout;
    this.place = place;
  }

  /**
   * Adds the adapters of one kernel to its weights.
   *
   * @param parameters of the model, which say what is adapted
   * @param weights of the kernel; adapters are appended
   * @param dtype of matrix products
   */
  public static Builder over(Parameters parameters, List<NDArray> weights, Dtype dtype) {
    return new Builder(parameters, weights, dtype);
  }

  /** Runs the kernel; see {@link Kernel#apply(NDManager, List, NDArray...)}. */
  public NDList apply(NDManager scope, List<NDArray> weights, NDArray... inputs) {
    if (plain == dropping || !dropout.isOn()) {
      return plain.apply(scope, weights, inputs);
    }
    dropout.begin(place);
    return dropping.apply(scope, weights, inputs);
  }

  /** Collects the linear maps of a kernel. */
  public static final class Builder {
    private final Parameters parameters;
    private final List<NDArray> weights;
    private final Dtype dtype;
    private final List<Term> terms = new ArrayList<>();

    /** Result and input of a map, and where its A stands among the weights; -1 without adapter. */
    private record Term(String result, String input, int a) {}

    private Builder(Parameters parameters, List<NDArray> weights, Dtype dtype) {
      this.parameters = parameters;
      this.weights = weights;
      this.dtype = dtype;
    }

    /**
     * A linear map.
     *
     * @param module name of its weight, without {@code .weight}
     * @param result the variable that holds its result
     * @param input the variable that holds its input
     */
    public Builder map(String module, String result, String input, long out, long in) {
      Lora lora = parameters.lora();
      if (lora == null || !lora.modules().contains(module)) {
        terms.add(new Term(result, input, -1));
        return this;
      }
      terms.add(new Term(result, input, weights.size()));
      // PEFT's kaiming_uniform with a = sqrt(5), which is this range; B is zero, so that a fresh
      // adapter changes nothing
      weights.add(
          parameters.get(
              Lora.a(module), Init.uniform(1 / Math.sqrt((double) in)), lora.rank(), in));
      weights.add(parameters.get(Lora.b(module), Init.ZEROS, out, lora.rank()));
      return this;
    }

    /**
     * Compiles the kernel.
     *
     * @param place name of the module that it belongs to, by which its draws differ from others'
     */
    public LoraKernel load(
        Class<?> owner, String name, Map<String, Object> constants, String place) {
      Lora lora = parameters.lora();
      boolean adapted = terms.stream().anyMatch(term -> term.a >= 0);
      double share = adapted && lora != null ? lora.dropout() : 0;
      Kernel plain = Kernel.load(owner, name, with(constants, 0));
      return new LoraKernel(
          plain,
          share == 0 ? plain : Kernel.load(owner, name, with(constants, share)),
          parameters.dropout(),
          Dropout.place(place));
    }

    private Map<String, Object> with(Map<String, Object> constants, double share) {
      Map<String, Object> all = new HashMap<>(constants);
      for (Term term : terms) {
        all.put(term.result + "_lora", line(term, share));
      }
      return all;
    }

    private String line(Term term, double share) {
      Lora lora = parameters.lora();
      if (term.a < 0 || lora == null) {
        return "";
      }
      return "%s = torch.add(%s, (self).lora(%s, w[%d], w[%d], %s, %s, %d))"
          .formatted(
              term.result,
              term.result,
              term.input,
              term.a,
              term.a + 1,
              lora.scale(),
              share,
              dtype.code());
    }
  }
}
