package dev.period.core.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.nn.Lora;
import dev.period.core.text.Spelling;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration says about adapters.
 *
 * @param rank r
 * @param alpha numerator of the scale alpha / r
 * @param dropout share of an adapter's inputs that are zero in training
 * @param targetModules linear maps of the decoder by their last name, {@code q_proj}; those of
 *     CLIP's encoders with the encoder's name, {@code vision_tower.fc1}
 * @param rankStabilized whether the scale is {@code alpha / sqrt(r)}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LoraSettings(
    int rank,
    double alpha,
    double dropout,
    List<String> targetModules,
    @JsonProperty(defaultValue = "false") Boolean rankStabilized) {
  private static final Pattern ADAPTABLE =
      Pattern.compile(
          "(language_model\\.model|(vision|text)_tower\\.(vision|text)_model\\.encoder)"
              + "\\.layers\\.\\d+\\.(self_attn|mlp)\\.(\\w+)");

  /**
   * Checks the numbers.
   *
   * @throws PeriodException of kind USAGE that names the key
   */
  public LoraSettings {
    targetModules = List.copyOf(targetModules);
    rankStabilized = rankStabilized != null && rankStabilized;
    // checks the numbers
    new Lora(rank, alpha, dropout, rankStabilized, new TreeSet<>(), new TreeSet<>(), "");
    if (targetModules.isEmpty()) {
      throw usage("names no target_modules; usual are q_proj and v_proj");
    }
  }

  /**
   * The adapters of a model with this configuration.
   *
   * @param saved parameters that are trained in full beside them
   * @param base name of the model that is adapted
   * @throws PeriodException of kind USAGE when the model has no linear map of a name
   */
  Lora of(PeriodConfig config, SortedSet<String> saved, String base) {
    Set<String> adaptable = adaptable(config);
    TreeSet<String> names = new TreeSet<>();
    adaptable.forEach(module -> names.add(targetName(module)));
    TreeSet<String> modules = new TreeSet<>();
    for (String target : targetModules) {
      if (!names.contains(target)) {
        throw usage("target_modules has '" + target + "'; " + Spelling.suggestion(target, names));
      }
      for (String module : adaptable) {
        if (targetName(module).equals(target)) {
          modules.add(module);
        }
      }
    }
    return new Lora(rank, alpha, dropout, rankStabilized, modules, saved, base);
  }

  /** The linear maps of a model that can have adapters, by the name of their weight. */
  static SortedSet<String> adaptable(PeriodConfig config) {
    TreeSet<String> modules = new TreeSet<>();
    for (String name : ParameterShapes.of(config).keySet()) {
      String module = name.endsWith(".weight") ? name.substring(0, name.length() - 7) : "";
      if (ADAPTABLE.matcher(module).matches()) {
        modules.add(module);
      }
    }
    return Collections.unmodifiableSortedSet(modules);
  }

  private static String targetName(String module) {
    Matcher matcher = ADAPTABLE.matcher(module);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(module);
    }
    String last = matcher.group(5);
    return module.startsWith("language_model.")
        ? last
        : module.substring(0, module.indexOf('.') + 1) + last;
  }

  private static PeriodException usage(String what) {
    return new PeriodException(Kind.USAGE, "lora " + what);
  }
}
