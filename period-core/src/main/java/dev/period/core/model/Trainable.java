package dev.period.core.model;

import ai.djl.ndarray.NDArray;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ClipTextEncoder;
import dev.period.core.engine.Autograd;
import dev.period.core.pooling.PromptAlignment;
import dev.period.core.text.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What of a model is trained, and how fast. What is frozen has no gradient and no state in an
 * optimizer.
 *
 * <p>Never trained are running statistics, which move by themselves, and what PPLLaVA keeps of
 * CLIP: the temperature of its scores, and the positions that a {@link
 * dev.period.core.clip.ContextExtension} keeps.
 *
 * @param groups that are trained
 * @param rates learning rates of groups that have their own, at the peak of the schedule
 */
public record Trainable(Set<ParameterGroup> groups, Map<ParameterGroup, Double> rates) {
  /** Every group but adapters: they exist to leave the rest alone. */
  public static final Trainable ALL =
      new Trainable(EnumSet.complementOf(EnumSet.of(ParameterGroup.LORA)), Map.of());

  private static final String ALL_KEY = "all";

  /** Copies the collections. */
  public Trainable {
    groups = Collections.unmodifiableSet(EnumSet.copyOf(groups));
    EnumMap<ParameterGroup, Double> copy = new EnumMap<>(ParameterGroup.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads the names of a configuration. {@code all} is every group but {@code lora}; {@code
   * language_model} holds {@code bias} too, which may have a rate of its own.
   *
   * @param names of groups
   * @param learningRates by name of a group
   * @throws PeriodException of kind USAGE for an unknown name, none at all, a rate that is not
   *     positive or belongs to a group that is frozen
   */
  public static Trainable parse(List<String> names, Map<String, Double> learningRates) {
    EnumSet<ParameterGroup> groups = EnumSet.noneOf(ParameterGroup.class);
    for (String name : names) {
      if (name.equals(ALL_KEY)) {
        groups.addAll(ALL.groups);
      } else {
        groups.add(group("trainable", name, true));
      }
    }
    if (groups.isEmpty()) {
      throw usage("trainable is empty; it names what is trained: " + String.join(", ", keys(true)));
    }
    if (groups.contains(ParameterGroup.LANGUAGE_MODEL)) {
      groups.add(ParameterGroup.BIAS);
    }
    EnumMap<ParameterGroup, Double> rates = new EnumMap<>(ParameterGroup.class);
    learningRates.forEach(
        (name, rate) -> {
          ParameterGroup group = group("learning_rates", name, false);
          if (!groups.contains(group)) {
            throw usage("learning_rates has " + name + ", which trainable does not name");
          }
          if (!(rate > 0) || rate > 1000) {
            throw usage(
                "learning_rates." + name + " is " + rate + "; it must be above 0, at most 1000");
          }
          rates.put(group, rate);
        });
    if (rates.containsKey(ParameterGroup.LANGUAGE_MODEL)) {
      rates.putIfAbsent(ParameterGroup.BIAS, rates.get(ParameterGroup.LANGUAGE_MODEL));
    }
    return new Trainable(groups, rates);
  }

  private static ParameterGroup group(String key, String name, boolean all) {
    for (ParameterGroup group : ParameterGroup.values()) {
      if (group.key().equals(name)) {
        return group;
      }
    }
    throw usage(key + " has '" + name + "'; " + Spelling.suggestion(name, keys(all)));
  }

  private static List<String> keys(boolean all) {
    List<String> keys = new ArrayList<>(all ? List.of(ALL_KEY) : List.of());
    for (ParameterGroup group : ParameterGroup.values()) {
      keys.add(group.key());
    }
    return keys;
  }

  /** Which parameters of a model with this configuration are trained, by name. */
  public Predicate<String> of(PeriodConfig config) {
    ClipTextConfig text = config.clipTextConfig();
    Set<String> kept =
        new HashSet<>(List.of(PromptAlignment.logitScale(VisualEmbedder.TEXT_TOWER)));
    if (text != null && text.contextExtension() != null) {
      kept.add(ClipTextEncoder.positionsName(VisualEmbedder.TEXT_TOWER));
    }
    return name ->
        groups.contains(ParameterGroup.of(name)) && !kept.contains(name) && !isStatistic(name);
  }

  /** Whether a parameter is a running statistic of a batch normalisation. */
  static boolean isStatistic(String name) {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  /**
   * The parameters of a model that are trained, by name and in its order; from now on these and no
   * others have gradients.
   *
   * @throws PeriodException of kind USAGE when the model has nothing of a group that is named
   */
  public Map<String, NDArray> select(PeriodModel model) {
    Map<String, NDArray> all = model.parameters().all();
    check(all.keySet());
    Predicate<String> trained = of(model.config());
    Map<String, NDArray> selected = new LinkedHashMap<>();
    all.forEach(
        (name, array) -> {
          Autograd.requireGradient(array, trained.test(name));
          if (trained.test(name)) {
            selected.put(name, array);
          }
        });
    return selected;
  }

  private void check(Collection<String> names) {
    EnumSet<ParameterGroup> present = EnumSet.noneOf(ParameterGroup.class);
    names.forEach(name -> present.add(ParameterGroup.of(name)));
    if (groups.containsAll(ALL.groups)) {
      return; // all is whatever there is
    }
    for (ParameterGroup group : groups) {
      boolean implied =
          group == ParameterGroup.BIAS && groups.contains(ParameterGroup.LANGUAGE_MODEL);
      if (!present.contains(group) && !implied) {
        throw usage(
            "trainable has "
                + group.key()
                + ", but the model has nothing of it"
                + (group == ParameterGroup.LORA ? "; add a section lora" : ""));
      }
    }
  }

  /**
   * The learning rate of a parameter as a multiple of the run's.
   *
   * @param learningRate of the run
   */
  public double factor(String name, double learningRate) {
    Double rate = rates.get(ParameterGroup.of(name));
    return rate == null ? 1 : rate / learningRate;
  }

  private static PeriodException usage(String what) {
    return new PeriodException(Kind.USAGE, what);
  }
}
