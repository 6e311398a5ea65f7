package dev.period.core.model;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.engine.Dtype;
import dev.period.core.nn.Lora;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.WeightFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * How a model becomes one that is trained: what is added to it, what of it is trained in single
 * precision, and what is frozen in the type that it computes in.
 *
 * @param trainable what is trained
 * @param lora adapters to add; null for none
 */
public record Tuning(Trainable trainable, @Nullable LoraSettings lora) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Checks that both agree.
   *
   * @throws PeriodException of kind USAGE when there are adapters that are not trained
   */
  public Tuning {
    if (lora != null && !trainable.groups().contains(ParameterGroup.LORA)) {
      throw new PeriodException(
          Kind.USAGE, "there is a section lora, but trainable does not name lora");
    }
  }

  /** The configuration of the model that is trained: biases are added where they are trained. */
  public PeriodConfig config(PeriodConfig base) {
    boolean wanted =
        trainable.groups().contains(ParameterGroup.BIAS)
            && !trainable.groups().contains(ParameterGroup.LANGUAGE_MODEL);
    boolean present =
        base.textConfig().biasTuning()
            || (base.textConfig().attentionBias() && base.textConfig().mlpBias());
    if (!wanted || present) {
      return base;
    }
    ObjectNode tree = JSON.valueToTree(base);
    ((ObjectNode) tree.get("text_config")).put("bias_tuning", true);
    try {
      return JSON.treeToValue(tree, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written cannot be read again", e);
    }
  }

  /**
   * A fresh model.
   *
   * @param seed of its weights
   */
  public PeriodModel fresh(PeriodConfig base, long seed, Device device, Dtype dtype) {
    PeriodConfig config = config(base);
    Lora adapters = adapters(config, null, "");
    PeriodModel model =
        new PeriodModel(
            config, ParameterSource.fresh(seed), device, dtype, format(config, dtype), adapters);
    model.parameters().dropout().seed(seed);
    return model;
  }

  /**
   * The model of a folder. Adapters that it has go on, others are fresh.
   *
   * @param base its configuration, or another that asks for the same parameters
   * @param seed of fresh adapters and of dropout
   * @throws PeriodException of kind MODEL when the folder is broken; USAGE when it has adapters of
   *     another kind than these
   */
  public PeriodModel load(Path folder, PeriodConfig base, long seed, Device device, Dtype dtype) {
    ModelSource source = ModelSource.of(folder);
    PeriodConfig config = config(base);
    try (ModelTensors tensors = source.tensors();
        AdapterFolder present = source.adapters()) {
      tensors.check(source, name -> false);
      Lora adapters =
          adapters(
              config,
              present == null ? null : present.lora(),
              String.valueOf(folder.getFileName()));
      ParameterSource old =
          present == null ? tensors.parameters(config) : present.over(tensors.parameters(config));
      ParameterSource fresh = ParameterSource.fresh(seed);
      Predicate<String> had =
          name -> tensors.give(name) || (present != null && Lora.isAdapter(name));
      PeriodModel model =
          new PeriodModel(
              config,
              ParameterSource.choosing(name -> had.test(name) ? old : fresh),
              device,
              dtype,
              format(config, dtype),
              adapters);
      model.parameters().dropout().seed(seed);
      return model;
    }
  }

  /**
   * How much there is to train.
   *
   * @param parameters values in all parameters, adapters included
   * @param trained values in those that are trained
   * @param bytes of weights, of the gradients of what is trained, and of Adam's two moments
   */
  public record Size(long parameters, long trained, long bytes) {}

  /**
   * The size of a model that is trained, without building it.
   *
   * @param folder that it starts from; null for a fresh one
   */
  public Size size(@Nullable Path folder, PeriodConfig base, Dtype dtype) {
    PeriodConfig config = config(base);
    Lora present = null;
    if (folder != null) {
      try (AdapterFolder adapters = ModelSource.of(folder).adapters()) {
        present = adapters == null ? null : adapters.lora();
      }
    }
    Lora adapters = adapters(config, present, "");
    Map<String, long[]> shapes = new LinkedHashMap<>();
    ParameterShapes.of(config).forEach((name, asked) -> shapes.put(name, asked.shape()));
    if (adapters != null) {
      for (String module : adapters.modules()) {
        long[] weight = shapes.getOrDefault(module + ".weight", new long[2]);
        shapes.put(Lora.a(module), new long[] {adapters.rank(), weight[1]});
        shapes.put(Lora.b(module), new long[] {weight[0], adapters.rank()});
      }
    }
    Predicate<String> moves = trainable.of(config);
    long parameters = 0;
    long trained = 0;
    long bytes = 0;
    for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
      long values = LongStream.of(entry.getValue()).reduce(1, Math::multiplyExact);
      boolean half = entry.getValue().length == 2 && dtype != Dtype.FP32;
      boolean moving = moves.test(entry.getKey());
      parameters += values;
      trained += moving ? values : 0;
      bytes += values * (moving ? 4L * Float.BYTES : half ? Short.BYTES : Float.BYTES);
    }
    return new Size(parameters, trained, bytes);
  }

  private WeightFormat format(PeriodConfig config, Dtype dtype) {
    return WeightFormat.training(dtype, trainable.of(config));
  }

  private @Nullable Lora adapters(PeriodConfig config, @Nullable Lora present, String base) {
    if (lora == null && present == null) {
      return null;
    }
    Predicate<String> trained = trainable.of(config);
    Set<String> parameters = ParameterShapes.of(config).keySet();
    TreeSet<String> saved = new TreeSet<>();
    Set<String> parts =
        parameters.stream().filter(trained).map(Tuning::part).collect(Collectors.toSet());
    parts.remove("language_model");
    for (String name : parameters) {
      boolean moves = trained.test(name) || Trainable.isStatistic(name);
      if (moves && parts.contains(part(name))) {
        saved.add(name);
      }
    }
    Lora wanted = lora == null ? null : lora.of(config, saved, base);
    if (present != null) {
      if (wanted != null && !same(wanted, present)) {
        throw new PeriodException(
            Kind.USAGE,
            "the model has adapters already, and the section lora describes others; leave it out to"
                + " go on with those, or merge them first with 'period model export --merge'");
      }
      saved.addAll(present.saved());
      wanted =
          new Lora(
              present.rank(),
              present.alpha(),
              wanted == null ? present.dropout() : wanted.dropout(),
              present.rankStabilized(),
              present.modules(),
              saved,
              present.base());
    }
    for (String module : wanted.modules()) {
      if (trained.test(module + ".weight")) {
        throw new PeriodException(
            Kind.USAGE,
            "trainable has "
                + ParameterGroup.of(module + ".weight").key()
                + ", whose matrices have adapters that leave them alone; train lora, or merge the"
                + " adapters first with 'period model export --merge'");
      }
    }
    return wanted;
  }

  /** Dropout may change on the way; everything else is part of the model. */
  private static boolean same(Lora a, Lora b) {
    return a.rank() == b.rank()
        && a.alpha() == b.alpha()
        && a.rankStabilized() == b.rankStabilized()
        && a.modules().equals(b.modules());
  }

  private static String part(String name) {
    return name.substring(0, name.indexOf('.'));
  }
}
