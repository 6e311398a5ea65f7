package dev.period.core.model;

import dev.period.core.nn.Lora;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of an adapter's tensors in PEFT's files: those of the adapted model, wrapped twice. */
final class AdapterNames {
  static final String WRAPPED = "base_model.model.";

  /** Versions of PEFT and other programs leave the adapter's name, or the wrapper's, in. */
  private static final Pattern PART = Pattern.compile("(.+)\\.lora_([AB])(\\.default)?\\.weight");

  private static final String WEIGHT = ".weight";

  private AdapterNames() {}

  /** The name of a module in a layout. */
  static String module(Layout layout, String ours) {
    String name = layout.theirs(ours + WEIGHT);
    return name.substring(0, name.length() - WEIGHT.length());
  }

  /** The name of a tensor of ours, an adapter's or another, in PEFT's file. */
  static String theirs(Layout layout, String ours) {
    if (!Lora.isAdapter(ours)) {
      return WRAPPED + layout.theirs(ours);
    }
    String module = Lora.module(ours);
    return WRAPPED + module(layout, module) + ours.substring(module.length());
  }

  /**
   * Period's name of a tensor in PEFT's file; empty when the model has no place for it.
   *
   * @param layout of the model that is adapted
   * @param asked the model's own parameters
   */
  static Optional<String> ours(Layout layout, Set<String> asked, String theirs) {
    if (!theirs.startsWith(WRAPPED)) {
      return Optional.empty();
    }
    String name = theirs.substring(WRAPPED.length());
    Matcher part = PART.matcher(name);
    if (!part.matches()) {
      String plain = name.replace(".base_layer.", ".").replace(".modules_to_save.default.", ".");
      return parameter(layout, asked, plain);
    }
    return parameter(layout, asked, part.group(1) + WEIGHT)
        .map(weight -> weight.substring(0, weight.length() - WEIGHT.length()))
        .map(module -> part.group(2).equals("A") ? Lora.a(module) : Lora.b(module));
  }

  /** An adapter may have been made for the same model in another layout, or by a newer program. */
  private static Optional<String> parameter(Layout layout, Set<String> asked, String theirs) {
    for (Layout candidate : new Layout[] {layout, Layout.LLAVA, Layout.LLAMA}) {
      Optional<String> ours = candidate.ours(theirs).filter(asked::contains);
      if (ours.isPresent()) {
        return ours;
      }
    }
    return Optional.empty();
  }

  /** The layout whose names the adapters of a model have. */
  static Layout layout(PeriodConfig config) {
    return config.visionConfig() == null ? Layout.LLAMA : Layout.LLAVA;
  }
}
