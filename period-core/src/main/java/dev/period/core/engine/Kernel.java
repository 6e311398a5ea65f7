package dev.period.core.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function of tensors, compiled once per process from TorchScript source in the resources.
 *
 * <p>It reaches what DJL's API lacks: fused attention, bf16, fused optimizers. The source file
 * holds the body of {@code forward}, its parameters in the first line; {@code $name} is replaced by
 * a constant before compilation. {@code (self).name(…)} calls the helper {@code name.py}, beside
 * the kernel or in this package, which has the same form. Thread-safe.
 */
public final class Kernel {
  private static final Map<String, Kernel> CACHE = new ConcurrentHashMap<>();
  private static final Pattern HELPER = Pattern.compile("\\(self\\)\\.(\\w+)\\(");

  private final PtSymbolBlock block;

  private Kernel(PtSymbolBlock block) {
    this.block = block;
  }

  /**
   * Loads the kernel {@code name} from the resource {@code name.py} beside {@code owner}.
   *
   * @param constants values for the {@code $names} in the source
   */
  public static Kernel load(Class<?> owner, String name, Map<String, Object> constants) {
    String key = owner.getPackageName() + '.' + name + new TreeMap<>(constants);
    return CACHE.computeIfAbsent(key, k -> compile(owner, name, constants));
  }

  private static Kernel compile(Class<?> owner, String name, Map<String, Object> constants) {
    String source = source(owner, name);
    for (Map.Entry<String, Object> constant : constants.entrySet()) {
      source = source.replace("$" + constant.getKey(), String.valueOf(constant.getValue()));
    }
    Map<String, String> helpers = new TreeMap<>();
    Matcher call = HELPER.matcher(source);
    while (call.find()) {
      String helper = call.group(1);
      boolean own = owner.getResource(helper + ".py") != null;
      helpers.put(helper, source(own ? owner : Kernel.class, helper));
    }
    NDManager owned = Torch.scope();
    try {
      byte[] archive = TorchScriptArchive.of(source, helpers);
      // block and manager live as long as the process: kernels are never unloaded
      return new Kernel(
          JniUtils.loadModule(
              (PtNDManager) owned, new ByteArrayInputStream(archive), false, false));
    } catch (RuntimeException | IOException e) {
      owned.close();
      throw new IllegalStateException("kernel " + name + " does not compile: " + e.getMessage(), e);
    }
  }

  private static String source(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name + ".py")) {
      if (in == null) {
        throw new IllegalStateException("no kernel source " + name + ".py beside " + owner);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the kernel; gradients flow through it inside {@link Autograd#record}. Results belong to
   * {@code scope}.
   *
   * @param weights passed as the last argument, a {@code List[Tensor]}; empty for none
   */
  public NDList apply(NDManager scope, List<NDArray> weights, NDArray... inputs) {
    Torch.prepareThread();
    NDList arguments = new NDList(inputs);
    for (NDArray weight : weights) {
      NDArray named = alias(scope, weight);
      named.setName("w[]"); // DJL's notation for an element of the list "w"
      arguments.add(named);
    }
    NDList results = IValueUtils.forward(block, arguments, Autograd.recordable());
    for (NDArray result : results) {
      // DJL gives results to the first argument's manager, which may be the parameters'
      result.attach(scope);
    }
    return results;
  }

  /** The same tensor under a handle of its own: a name on it disturbs no other thread. */
  private static NDArray alias(NDManager scope, NDArray array) {
    try (IValue value = IValue.from((PtNDArray) array)) {
      return value.toTensor((PtNDManager) scope);
    }
  }

  /** Runs a kernel with one result and no weights. */
  public NDArray apply(NDManager scope, NDArray... inputs) {
    return apply(scope, List.of(), inputs).singletonOrThrow();
  }

  /**
   * Runs the kernel without gradients on lists of tensors and plain numbers: for optimizers.
   *
   * @param arguments each an {@link NDArray}, a {@code List<NDArray>}, a {@code Double}, a {@code
   *     Long}, a {@code long[]} or a {@code Boolean}
   */
  public NDArray run(NDManager scope, Object... arguments) {
    Torch.prepareThread();
    IValue[] values = new IValue[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      values[i] = value(arguments[i]);
    }
    try (IValue result = block.forward(values)) {
      NDArray array = result.toNDList((PtNDManager) scope).singletonOrThrow();
      array.attach(scope);
      return array;
    } finally {
      for (IValue value : values) {
        value.close();
      }
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof NDArray array) {
      return IValue.from((PtNDArray) array);
    }
    if (argument instanceof List<?> list) {
      return IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }
    if (argument instanceof Double number) {
      return IValue.from(number);
    }
    if (argument instanceof Long number) {
      return IValue.from(number);
    }
    if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    }
    if (argument instanceof Boolean flag) {
      return IValue.from(flag);
    }
    throw new IllegalArgumentException("a kernel takes no " + argument.getClass());
  }
}
