package dev.period.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.nn.Lora;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code adapter_config.json} as PEFT writes it.
 *
 * <p>Which linear maps have adapters is read from the names of the tensors and not from {@code
 * target_modules}: there PEFT matches ends of names, or a regular expression, against the modules
 * of a program that is not here.
 *
 * @param rank r
 * @param alpha numerator of the scale
 * @param dropout share of inputs dropped in training
 * @param rankStabilized {@code use_rslora}
 * @param base {@code base_model_name_or_path}; empty when the file names none
 */
record AdapterConfig(int rank, double alpha, double dropout, boolean rankStabilized, String base) {
  static final String FILE = "adapter_config.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Settings that change what an adapter computes in a way that Period does not. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "use_dora",
          "fan_in_fan_out",
          "lora_bias",
          "use_qalora",
          "rank_pattern",
          "alpha_pattern",
          "layer_replication",
          "trainable_token_indices",
          "target_parameters",
          "megatron_config");

  /**
   * Reads a file of unknown origin.
   *
   * @throws PeriodException of kind MODEL when it is broken, or no LoRA, or one that Period cannot
   *     run
   */
  static AdapterConfig read(Path file) {
    ObjectNode json = ModelSource.readObject(file);
    String type = json.path("peft_type").asText();
    if (!type.equals("LORA")) {
      throw broken(file, "has peft_type '" + type + "'; Period reads LORA");
    }
    for (String key : UNSUPPORTED) {
      JsonNode value = json.path(key);
      boolean off =
          value.isMissingNode()
              || value.isNull()
              || (value.isBoolean() && !value.booleanValue())
              || (value.isContainerNode() && value.isEmpty());
      if (!off) {
        throw broken(file, "sets " + key + ", which Period does not support");
      }
    }
    try {
      // defaults of PEFT's LoraConfig
      return new AdapterConfig(
          json.has("r") ? integer(file, json, "r") : 8,
          number(file, json, "lora_alpha", 8),
          number(file, json, "lora_dropout", 0),
          json.path("use_rslora").asBoolean(false),
          json.path("base_model_name_or_path").asText(""));
    } catch (PeriodException e) {
      throw e.kind() == Kind.MODEL ? e : broken(file, "is wrong: " + e.getMessage());
    }
  }

  AdapterConfig {
    // checks the numbers
    new Lora(rank, alpha, dropout, rankStabilized, new TreeSet<>(), new TreeSet<>(), base);
  }

  private static int integer(Path file, ObjectNode json, String key) {
    JsonNode value = json.get(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw broken(file, "has " + key + " " + value + "; it must be a whole number");
    }
    return value.intValue();
  }

  private static double number(Path file, ObjectNode json, String key, double standard) {
    JsonNode value = json.path(key);
    if (value.isMissingNode()) {
      return standard;
    }
    if (!value.isNumber()) {
      throw broken(file, "has " + key + " " + value + "; it must be a number");
    }
    return value.doubleValue();
  }

  /**
   * The file that describes adapters, with the keys of PEFT's LoraConfig, sorted as it sorts them.
   *
   * @param layout whose names modules have
   * @param config of the model
   */
  static ObjectNode json(Lora lora, Layout layout, PeriodConfig config) {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("alpha_pattern");
    json.putNull("auto_mapping");
    json.put("base_model_name_or_path", lora.base());
    json.put("bias", "none");
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    json.put("init_lora_weights", true);
    json.putNull("layers_pattern");
    json.putNull("layers_to_transform");
    put(json, "lora_alpha", lora.alpha());
    put(json, "lora_dropout", lora.dropout());
    SortedSet<String> saved = savedModules(lora, layout, config);
    if (saved.isEmpty()) {
      json.putNull("modules_to_save");
    } else {
      saved.forEach(json.putArray("modules_to_save")::add);
    }
    json.put("peft_type", "LORA");
    json.put("r", lora.rank());
    json.putObject("rank_pattern");
    json.putNull("revision");
    targets(json, lora, layout, config);
    json.put("task_type", "CAUSAL_LM");
    json.put("use_dora", false);
    json.put("use_rslora", lora.rankStabilized());
    return json;
  }

  /** Others expect a whole number where it is one. */
  private static void put(ObjectNode json, String key, double value) {
    if (value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE) {
      json.put(key, (int) value);
    } else {
      json.put(key, value);
    }
  }

  /**
   * PEFT adapts every module whose name ends with a target. Where that would be too many, as {@code
   * q_proj} is in LLaVA, whose tower has it too, a regular expression or full names say which.
   */
  private static void targets(ObjectNode json, Lora lora, Layout layout, PeriodConfig config) {
    TreeSet<String> last = new TreeSet<>();
    lora.modules().forEach(module -> last.add(last(module)));
    TreeSet<String> matched = new TreeSet<>(LoraSettings.adaptable(config));
    matched.removeIf(module -> !last.contains(last(module)));
    if (matched.equals(lora.modules())) {
      last.forEach(json.putArray("target_modules")::add);
      return;
    }
    matched.removeIf(module -> !module.startsWith("language_model."));
    if (matched.equals(lora.modules()) && layout == Layout.LLAVA) {
      String names = String.join("|", last);
      json.put("target_modules", String.format(Locale.ROOT, ".*language_model.*\\.(%s)", names));
      return;
    }
    ArrayNode all = json.putArray("target_modules");
    lora.modules().forEach(module -> all.add(AdapterNames.module(layout, module)));
  }

  private static String last(String module) {
    return module.substring(module.lastIndexOf('.') + 1);
  }

  /** A part of the model that travels whole by its name, the modules of others one by one. */
  private static SortedSet<String> savedModules(Lora lora, Layout layout, PeriodConfig config) {
    Set<String> left = new TreeSet<>(ParameterShapes.of(config).keySet());
    left.removeAll(lora.saved());
    TreeSet<String> modules = new TreeSet<>();
    for (String name : lora.saved()) {
      String part = name.substring(0, name.indexOf('.') + 1);
      boolean whole = left.stream().noneMatch(other -> other.startsWith(part));
      String module = name.substring(0, name.lastIndexOf('.'));
      modules.add(
          whole && layout != Layout.LLAVA_ORIGINAL
              ? part.substring(0, part.length() - 1)
              : AdapterNames.module(layout, module));
    }
    return modules;
  }

  private static PeriodException broken(Path file, String what) {
    return broken(file, what, null);
  }

  private static PeriodException broken(Path file, String what, @Nullable Throwable cause) {
    return new PeriodException(Kind.MODEL, file + " " + what, cause);
  }
}
