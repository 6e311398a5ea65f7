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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    return new PeriodModel(
        config, ParameterSource.fresh(seed), device, dtype, format(config, dtype), adapters);
  }

  /**
   * The model of a folder. Adapters that it has go on, others are fresh.
   *
   * @param seed of fresh adapters
   * @throws PeriodException of kind MODEL when the folder is broken; USAGE when it has adapters of
   *     another kind than these
   */
  public PeriodModel load(Path folder, long seed, Device device, Dtype dtype) {
    ModelSource source = ModelSource.of(folder);
    PeriodConfig config = config(source.config());
    try (ModelTensors tensors = source.tensors();
        AdapterFolder present = source.adapters()) {
      tensors.check(source, name -> false);
      Lora adapters =
          adapters(
              config,
              present == null ? null : present.lora(),
              String.valueOf(folder.getFileName()));
      ParameterSource old =
          present == null ? tensors.parameters() : present.over(tensors.parameters());
      ParameterSource fresh = ParameterSource.fresh(seed);
      Predicate<String> had =
          name -> tensors.names().contains(name) || (present != null && Lora.isAdapter(name));
      return new PeriodModel(
          config,
          ParameterSource.choosing(name -> had.test(name) ? old : fresh),
          device,
          dtype,
          format(config, dtype),
          adapters);
    }
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
                + ", whose matrices have adapters; adapters are there to leave them alone");
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
