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

/**
 * A function of tensors, compiled once per process from TorchScript source in the resources.
 *
 * <p>It reaches what DJL's API lacks: fused attention, bf16, fused optimizers. The source file
 * holds the body of {@code forward}, its parameters in the first line; {@code $name} is replaced by
 * a constant before compilation. Thread-safe.
 */
public final class Kernel {
  private static final Map<String, Kernel> CACHE = new ConcurrentHashMap<>();

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
    String source;
    try (InputStream in = owner.getResourceAsStream(name + ".py")) {
      if (in == null) {
        throw new IllegalStateException("no kernel source " + name + ".py beside " + owner);
      }
      source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Map.Entry<String, Object> constant : constants.entrySet()) {
      source = source.replace("$" + constant.getKey(), String.valueOf(constant.getValue()));
    }
    NDManager owned = Torch.scope();
    try {
      byte[] archive = TorchScriptArchive.of(source);
      // block and manager live as long as the process: kernels are never unloaded
      return new Kernel(
          JniUtils.loadModule(
              (PtNDManager) owned, new ByteArrayInputStream(archive), false, false));
    } catch (RuntimeException | IOException e) {
      owned.close();
      throw new IllegalStateException("kernel " + name + " does not compile: " + e.getMessage(), e);
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
      weight.setName("w[]"); // DJL's notation for an element of the list "w"
      arguments.add(weight);
    }
    NDList results = IValueUtils.forward(block, arguments, Autograd.recording());
    for (NDArray result : results) {
      // DJL gives results to the first argument's manager, which may be the parameters'
      result.attach(scope);
    }
    return results;
  }

  /** Runs a kernel with one result and no weights. */
  public NDArray apply(NDManager scope, NDArray... inputs) {
    return apply(scope, List.of(), inputs).singletonOrThrow();
  }

  /**
   * Runs the kernel without gradients on lists of tensors and plain numbers: for optimizers.
   *
   * @param arguments each an {@link NDArray}, a {@code List<NDArray>}, a {@code Double}, a {@code
   *     Long} or a {@code Boolean}
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
    if (argument instanceof Boolean flag) {
      return IValue.from(flag);
    }
    throw new IllegalArgumentException("a kernel takes no " + argument.getClass());
  }
}
