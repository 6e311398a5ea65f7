package dev.period.core.model.convert;

import dev.period.core.engine.Dtype;
import dev.period.core.llama.LlamaConfig;
import dev.period.core.model.ParameterShapes;
import dev.period.core.model.ParameterShapes.Asked;
import dev.period.core.model.PeriodConfig;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Memory that a model needs, computed from the shapes of its parameters; nothing here is measured.
 *
 * <p>Running: matrices in the compute type, vectors and convolutions in 4 bytes, and for every
 * token of context a key and a value in each layer. Training, in single precision: 16 bytes for a
 * value that is trained (itself, its gradient, AdamW's two moments), 4 for one that is not, and for
 * every token of a batch what the backward pass needs of each layer, 10 vectors of the stream, 4 of
 * keys and values and 4 of the SwiGLU layer.
 *
 * @param weightsFp32 bytes of the weights of a model that computes in fp32
 * @param weightsHalf bytes of the weights of a model that computes in bf16 or fp16
 * @param cachePerTokenFp32 bytes of the key-value cache per token in fp32
 * @param cachePerTokenHalf the same in bf16 or fp16
 * @param trainAll bytes to train everything
 * @param trainDecoder bytes to train all but the vision tower
 * @param trainProjector bytes to train the projector only; 0 without a vision tower
 * @param trainLora bytes to train adapters of rank 16 on all linear maps of the decoder, with what
 *     is frozen kept in bf16 or fp16
 * @param activationsPerToken bytes per token of a batch while the decoder is trained
 */
public record MemoryNeeds(
    long weightsFp32,
    long weightsHalf,
    long cachePerTokenFp32,
    long cachePerTokenHalf,
    long trainAll,
    long trainDecoder,
    long trainProjector,
    long trainLora,
    long activationsPerToken) {
  private static final int LORA_RANK = 16;
  private static final int TRAINED_BYTES = 16;
  private static final int FROZEN_BYTES = 4;
  private static final int STREAM_VECTORS = 10;
  private static final int KEY_VECTORS = 4;
  private static final int SWIGLU_VECTORS = 4;

  /** The needs of a model with this configuration. */
  public static MemoryNeeds of(PeriodConfig config) {
    Map<String, Asked> asked = ParameterShapes.of(config);
    LlamaConfig text = config.textConfig();
    long keyWidth = (long) text.numKeyValueHeads() * text.headDim();
    long cached = 2L * text.numHiddenLayers() * keyWidth;
    long activations =
        text.numHiddenLayers()
            * (STREAM_VECTORS * (long) text.hiddenSize()
                + KEY_VECTORS * keyWidth
                + SWIGLU_VECTORS * (long) text.intermediateSize());
    boolean sees = config.visionConfig() != null;
    return new MemoryNeeds(
        weights(asked, Dtype.FP32),
        weights(asked, Dtype.BF16),
        cached * Float.BYTES,
        cached * Short.BYTES,
        training(asked, name -> true),
        training(asked, name -> !name.startsWith("vision_tower.")),
        sees ? training(asked, name -> name.startsWith("multi_modal_projector.")) : 0,
        weights(asked, Dtype.BF16) + TRAINED_BYTES * adapters(asked),
        activations * Float.BYTES);
  }

  private static long weights(Map<String, Asked> asked, Dtype dtype) {
    int matrix = dtype == Dtype.FP32 ? Float.BYTES : Short.BYTES;
    return asked.values().stream()
        .mapToLong(
            parameter ->
                parameter.elements() * (parameter.shape().length == 2 ? matrix : Float.BYTES))
        .sum();
  }

  /** Values of adapters on every linear map of the decoder's layers. */
  private static long adapters(Map<String, Asked> asked) {
    return asked.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("language_model.model.layers."))
        .map(entry -> entry.getValue().shape())
        .filter(shape -> shape.length == 2)
        .mapToLong(shape -> LORA_RANK * (shape[0] + shape[1]))
        .sum();
  }

  private static long training(Map<String, Asked> asked, Predicate<String> trained) {
    return asked.entrySet().stream()
        .mapToLong(
            entry ->
                entry.getValue().elements()
                    * (trained.test(entry.getKey()) ? TRAINED_BYTES : FROZEN_BYTES))
        .sum();
  }
}
