package dev.period.core.model;

import dev.period.core.clip.ClipTextConfig;
import dev.period.core.clip.ClipTextEncoder;
import dev.period.core.clip.ContextExtension;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;

/**
 * The positions that a {@link ContextExtension} adds to CLIP's text encoder, where a checkpoint has
 * no more than CLIP's own: they are made of these, as PPLLaVA begins with them.
 */
final class StretchedPositions {
  /** The name of CLIP's own. */
  static final String TRAINED = ClipTextEncoder.positionsName(VisualEmbedder.TEXT_TOWER);

  private static final String ADDED = ClipTextEncoder.extensionName(VisualEmbedder.TEXT_TOWER);

  private StretchedPositions() {}

  /** Whether the parameter is these; only a model with an extension asks for it. */
  static boolean are(String name) {
    return name.equals(ADDED);
  }

  /**
   * Their values.
   *
   * @param clip where the trained positions come from
   */
  static ParameterSource of(ClipTextConfig text, ContextExtension extension, ParameterSource clip) {
    int width = text.hiddenSize();
    return (name, init, shape) ->
        extension.stretched(
            clip.values(TRAINED, Init.ZEROS, new long[] {text.maxPositionEmbeddings(), width}),
            width);
  }
}
