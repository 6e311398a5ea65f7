package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.SafetensorsWriter;
import dev.period.core.checkpoint.TensorInfo;
import dev.period.core.checkpoint.TensorStream;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.engine.Dtype;
import dev.period.core.file.JsonFile;
import dev.period.core.model.ParameterShapes.Asked;
import dev.period.core.nn.Init;
import dev.period.core.nn.Lora;
import dev.period.core.nn.ParameterSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * PEFT's two files, {@code adapter_config.json} and {@code adapter_model.safetensors}, opened and
 * checked against the model that they adapt.
 */
public final class AdapterFolder implements AutoCloseable {
  private static final String WEIGHTS = "adapter_model.safetensors";

  private final Path folder;
  private final WeightsFolder weights;
  private final SortedMap<String, String> theirs;
  private final Lora lora;

  private AdapterFolder(
      Path folder, WeightsFolder weights, SortedMap<String, String> theirs, Lora lora) {
    this.folder = folder;
    this.weights = weights;
    this.theirs = theirs;
    this.lora = lora;
  }

  /** Whether a folder holds adapters. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(AdapterConfig.FILE));
  }

  /**
   * Opens the adapters of a model.
   *
   * @param layout of the model
   * @param config of the model
   * @throws PeriodException of kind MODEL when a file is missing or broken, or a tensor does not
   *     fit the model
   */
  static AdapterFolder open(Path folder, Layout layout, PeriodConfig config) {
    AdapterConfig settings = AdapterConfig.read(folder.resolve(AdapterConfig.FILE));
    WeightsFolder weights = WeightsFolder.open(folder, WEIGHTS);
    boolean done = false;
    try {
      AdapterFolder adapter = match(folder, weights, settings, layout, config);
      done = true;
      return adapter;
    } finally {
      if (!done) {
        weights.close();
      }
    }
  }

  private static AdapterFolder match(
      Path folder,
      WeightsFolder weights,
      AdapterConfig settings,
      Layout layout,
      PeriodConfig config) {
    Map<String, Asked> asked = ParameterShapes.of(config);
    SortedSet<String> adaptable = LoraSettings.adaptable(config);
    TreeMap<String, String> theirs = new TreeMap<>();
    TreeSet<String> modules = new TreeSet<>();
    TreeSet<String> saved = new TreeSet<>();
    for (String name : weights.names()) {
      Optional<String> ours = AdapterNames.ours(layout, asked.keySet(), name);
      boolean adapter = ours.isPresent() && Lora.isAdapter(ours.get());
      if (ours.isEmpty() || (adapter && !adaptable.contains(Lora.module(ours.get())))) {
        throw broken(folder, "holds the tensor " + name + ", for which the model has no place");
      }
      if (theirs.put(ours.get(), name) != null) {
        throw broken(folder, "holds the tensor " + name + " under two names");
      }
      if (adapter) {
        modules.add(Lora.module(ours.get()));
      } else {
        saved.add(ours.get());
      }
    }
    Lora lora =
        new Lora(
            settings.rank(),
            settings.alpha(),
            settings.dropout(),
            settings.rankStabilized(),
            modules,
            saved,
            settings.base());
    AdapterFolder adapter = new AdapterFolder(folder, weights, theirs, lora);
    adapter.checkShapes(asked, layout);
    return adapter;
  }

  private void checkShapes(Map<String, Asked> asked, Layout layout) {
    for (String module : lora.modules()) {
      Asked weight = asked.get(module + ".weight");
      if (weight != null) {
        check(Lora.a(module), layout, lora.rank(), weight.shape()[1]);
        check(Lora.b(module), layout, weight.shape()[0], lora.rank());
      }
    }
    for (String name : lora.saved()) {
      Asked parameter = asked.get(name);
      if (parameter != null) {
        check(name, layout, parameter.shape());
      }
    }
  }

  private void check(String name, Layout layout, long... shape) {
    String key = theirs.get(name);
    if (key == null) {
      throw broken(folder, "lacks the tensor " + AdapterNames.theirs(layout, name));
    }
    long[] found = weights.info(key).shape();
    if (!Arrays.equals(found, shape)) {
      throw broken(
          folder,
          "holds the tensor "
              + key
              + " of shape "
              + Arrays.toString(found)
              + "; with r "
              + lora.rank()
              + " the model needs "
              + Arrays.toString(shape));
    }
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** What is adapted, and how. */
  public Lora lora() {
    return lora;
  }

  /** Period's names of the tensors, sorted. */
  public SortedSet<String> names() {
    return new TreeSet<>(theirs.keySet());
  }

  /** What a tensor is; the name in it is that on disk. */
  public TensorInfo info(String name) {
    return weights.info(key(name));
  }

  /** See {@link dev.period.core.checkpoint.SafetensorsFile#read(String, long, ByteBuffer)}. */
  public void read(String name, long from, ByteBuffer target) {
    weights.file(key(name)).read(key(name), from, target);
  }

  /** Size of the weights on disk. */
  public long bytesOnDisk() {
    try {
      return Files.size(folder.resolve(WEIGHTS));
    } catch (IOException e) {
      return 0; // somebody removed it meanwhile
    }
  }

  private String key(String name) {
    String key = theirs.get(name);
    if (key == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return key;
  }

  /**
   * Where a model finds its parameters: here what the adapters bring, elsewhere all others.
   *
   * @param others the model's own
   */
  ParameterSource over(ParameterSource others) {
    ParameterSource own = new CheckpointSource(weights, folder.toString(), this::key);
    return ParameterSource.choosing(name -> theirs.containsKey(name) ? own : others);
  }

  /** The values of a tensor in single precision. */
  public NDArray floats(NDManager scope, String name) {
    ParameterSource own = new CheckpointSource(weights, folder.toString(), this::key);
    return own.tensor(scope, Dtype.FP32, name, Init.ZEROS, info(name).shape());
  }

  /**
   * Writes both files into an existing folder.
   *
   * @param layout whose names modules have
   * @param config of the model
   * @param tensors by Period's names: all that {@code lora} names
   * @throws PeriodException of kind MODEL when they cannot be written
   */
  static void write(
      Path folder,
      Lora lora,
      Layout layout,
      PeriodConfig config,
      Map<String, ? extends TensorStream> tensors) {
    TreeMap<String, TensorStream> sorted = new TreeMap<>();
    tensors.forEach((name, tensor) -> sorted.put(AdapterNames.theirs(layout, name), tensor));
    SafetensorsWriter.write(
        folder.resolve(WEIGHTS), new LinkedHashMap<>(sorted), Map.of("format", "pt"));
    Path file = folder.resolve(AdapterConfig.FILE);
    try {
      JsonFile.write(file, AdapterConfig.json(lora, layout, config));
    } catch (IOException e) {
      throw new PeriodException(Kind.MODEL, "cannot write " + file + " (" + e + ")", e);
    }
  }

  /**
   * Writes the adapters again, for a model in a layout.
   *
   * @param tensors the values, by Period's names
   */
  public void copy(
      Path target,
      Layout layout,
      PeriodConfig config,
      Map<String, ? extends TensorStream> tensors) {
    Layout named = layout == Layout.PERIOD ? AdapterNames.layout(config) : layout;
    write(target, lora, named, config, tensors);
  }

  private static PeriodException broken(Path folder, String what) {
    return new PeriodException(Kind.MODEL, "the adapter in " + folder + " " + what);
  }

  @Override
  public void close() {
    weights.close();
  }
}
