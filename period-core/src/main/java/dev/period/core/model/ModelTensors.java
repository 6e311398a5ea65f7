package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.checkpoint.CheckpointSource;
import dev.period.core.checkpoint.SafetensorsFile;
import dev.period.core.checkpoint.TensorInfo;
import dev.period.core.checkpoint.WeightsFolder;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ContextExtension;
import dev.period.core.engine.Dtype;
import dev.period.core.model.ParameterShapes.Asked;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The tensors of a model under Period's names, whatever their names on disk, in one folder or two.
 * Nothing is copied: a name leads to a place in a file. Safe for use by several threads.
 */
public final class ModelTensors implements AutoCloseable {
  private final List<Source> sources = new ArrayList<>();
  private final TreeMap<String, Place> places = new TreeMap<>();

  private record Source(ModelSource model, WeightsFolder weights, ParameterSource parameters) {}

  private record Place(Source source, String name) {
    String title() {
      return name + " of " + source.model.folder();
    }
  }

  private ModelTensors() {}

  static ModelTensors open(ModelSource... models) {
    ModelTensors tensors = new ModelTensors();
    boolean done = false;
    try {
      for (ModelSource model : models) {
        tensors.add(model);
      }
      done = true;
      return tensors;
    } finally {
      if (!done) {
        tensors.close();
      }
    }
  }

  private void add(ModelSource model) {
    WeightsFolder weights = WeightsFolder.open(model.folder());
    Source source =
        new Source(
            model,
            weights,
            new CheckpointSource(weights, model.folder().toString(), this::nameOnDisk));
    sources.add(source);
    for (String theirs : weights.names()) {
      Optional<String> ours = model.layout().ours(theirs);
      // of a whole CLIP beside a model, only its tower is the model's
      boolean tower = ours.isPresent() && ours.get().startsWith("vision_tower.vision_model.");
      if (ours.isEmpty() || (sources.size() > 1 && !tower)) {
        continue;
      }
      Place place = new Place(source, theirs);
      Place other = places.putIfAbsent(ours.get(), place);
      // a tower that the model brings along was trained with it and wins
      if (other != null && other.source.equals(source)) {
        throw new PeriodException(
            Kind.MODEL,
            "tensors "
                + other.title()
                + " and "
                + place.title()
                + " are the same parameter; remove one of them");
      }
    }
  }

  /** Period's names of all tensors, sorted, without buffers; unmodifiable. */
  public NavigableSet<String> names() {
    return Collections.unmodifiableNavigableSet(places.navigableKeySet());
  }

  /** Where a tensor lies and what it is; the name in it is that on disk. */
  public TensorInfo info(String name) {
    Place place = place(name);
    return place.source.weights.info(place.name);
  }

  /** A tensor as messages call it: its name on disk and its folder. */
  public String title(String name) {
    return place(name).title();
  }

  /** See {@link SafetensorsFile#read(String, long, ByteBuffer)}. */
  public void read(String name, long from, ByteBuffer target) {
    Place place = place(name);
    place.source.weights.file(place.name).read(place.name, from, target);
  }

  /** Bytes of all weight files on disk. */
  public long bytesOnDisk() {
    return files().stream().mapToLong(ModelTensors::size).sum();
  }

  /** The weight files; unmodifiable. */
  public List<SafetensorsFile> files() {
    return sources.stream().flatMap(source -> source.weights.files().stream()).toList();
  }

  private static long size(SafetensorsFile file) {
    try {
      return Files.size(file.path());
    } catch (IOException e) {
      return 0; // somebody removed it meanwhile
    }
  }

  /**
   * Compares with what a model's configuration asks for.
   *
   * @param fresh whether a parameter may be missing because it will be made, by name
   * @throws PeriodException of kind MODEL that names the first tensor that is missing, too much, or
   *     of another shape, with both shapes
   */
  public void check(ModelSource model, Predicate<String> fresh) {
    Map<String, Asked> asked = model.asked();
    Map<String, Asked> unused = model.unused();
    asked.forEach(
        (name, parameter) -> {
          if (places.containsKey(name)) {
            checkShape(name, parameter.shape());
          } else if (!fresh.test(name) && !stretches(name)) {
            throw missing(name, parameter.shape());
          }
        });
    TreeSet<String> extra = new TreeSet<>(names());
    extra.removeAll(asked.keySet());
    for (String name : List.copyOf(extra)) {
      Asked parameter = unused.get(name);
      if (parameter != null) {
        checkShape(name, parameter.shape());
        extra.remove(name);
      }
    }
    if (!extra.isEmpty()) {
      throw new PeriodException(
          Kind.MODEL,
          sources.get(0).model.folder()
              + " has tensors that its config.json does not ask for: "
              + extra.size()
              + ", the first is "
              + place(extra.first()).name);
    }
  }

  private void checkShape(String name, long[] shape) {
    long[] found = info(name).shape();
    if (!Arrays.equals(found, shape)) {
      throw new PeriodException(
          Kind.MODEL,
          "tensor "
              + title(name)
              + " has shape "
              + Arrays.toString(found)
              + " but its config.json asks for "
              + Arrays.toString(shape));
    }
  }

  private PeriodException missing(String name, long[] shape) {
    return new PeriodException(
        Kind.MODEL,
        sources.get(0).model.folder()
            + " lacks the tensor "
            + nameOnDisk(name)
            + " "
            + Arrays.toString(shape));
  }

  /** Whether a model that asks for the parameter finds it here, or what it is made of. */
  public boolean give(String name) {
    return places.containsKey(name) || stretches(name);
  }

  private boolean stretches(String name) {
    return StretchedPositions.are(name)
        && !places.containsKey(name)
        && places.containsKey(StretchedPositions.TRAINED);
  }

  /** Parameters of a model of this configuration; they are read while this is open. */
  ParameterSource parameters(PeriodConfig config) {
    ParameterSource own = parameters();
    ClipTextConfig text = config.clipTextConfig();
    ContextExtension extension = text == null ? null : text.contextExtension();
    if (text == null || extension == null) {
      return own;
    }
    ParameterSource stretched = StretchedPositions.of(text, extension, own);
    return ParameterSource.choosing(name -> stretches(name) ? stretched : own);
  }

  /** Parameters that are here, read while this is open. */
  ParameterSource parameters() {
    return new ParameterSource() {
      @Override
      public float[] values(String name, Init init, long[] shape) {
        return source(name).values(name, init, shape);
      }

      @Override
      public NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
        return source(name).tensor(memory, dtype, name, init, shape);
      }
    };
  }

  /** The source of a parameter that is nowhere is the one that says so. */
  private ParameterSource source(String name) {
    Place place = places.get(name);
    return (place == null ? sources.get(0) : place.source).parameters;
  }

  private String nameOnDisk(String name) {
    Place place = places.get(name);
    return place == null ? sources.get(0).model.layout().theirs(name) : place.name;
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("no tensor " + name);
    }
    return place;
  }

  @Override
  public void close() {
    sources.forEach(source -> source.weights.close());
  }
}
