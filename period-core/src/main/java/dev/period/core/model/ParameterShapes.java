package dev.period.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.period.core.clip.ClipConfig;
import dev.period.core.clip.ClipModel;
import dev.period.core.clip.ClipVisionConfig;
import dev.period.core.clip.ClipVisionEncoder;
import dev.period.core.engine.Dtype;
import dev.period.core.engine.Torch;
import dev.period.core.nn.Init;
import dev.period.core.nn.ParameterSource;
import dev.period.core.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters that a model asks for: the model itself is built, with a source that notes what is
 * asked and gives nothing, so that a 7B model costs no memory and no list can be out of date.
 */
public final class ParameterShapes {
  private ParameterShapes() {}

  /**
   * One parameter.
   *
   * @param init its values in a fresh model
   * @param shape sizes, outermost first
   */
  @SuppressWarnings("ArrayRecordComponent") // read-only by agreement
  public record Asked(Init init, long[] shape) {
    /** The number of values. */
    public long elements() {
      long elements = 1;
      for (long size : shape) {
        elements = Math.multiplyExact(elements, size);
      }
      return elements;
    }
  }

  /** Parameters by name, in the order in which the model asks. */
  public static Map<String, Asked> of(PeriodConfig config) {
    Recorder recorder = new Recorder();
    new PeriodModel(config, recorder, Device.cpu(), Dtype.FP32).close();
    return recorder.asked;
  }

  /** Parameters by name of a whole vision tower, its last norm included. */
  public static Map<String, Asked> of(ClipVisionConfig config) {
    Recorder recorder = new Recorder();
    String prefix = "vision_tower.vision_model";
    try (Parameters parameters = new Parameters(Device.cpu(), recorder)) {
      new ClipVisionEncoder(parameters, prefix, config, -1, Dtype.FP32);
      ClipVisionEncoder.postLayerNorm(parameters, prefix, config);
    }
    return recorder.asked;
  }

  /** Parameters by name of a whole CLIP. */
  public static Map<String, Asked> of(ClipConfig config) {
    Recorder recorder = new Recorder();
    try (Parameters parameters = new Parameters(Device.cpu(), recorder)) {
      new ClipModel(parameters, config, Dtype.FP32);
    }
    Map<String, Asked> asked = new LinkedHashMap<>();
    recorder.asked.forEach(
        (name, parameter) -> asked.put(Layout.CLIP.ours(name).orElseThrow(), parameter));
    return asked;
  }

  private static final class Recorder implements ParameterSource {
    private final Map<String, Asked> asked = new LinkedHashMap<>();

    @Override
    public float[] values(String name, Init init, long[] shape) {
      throw new UnsupportedOperationException("only shapes are asked for");
    }

    @Override
    public NDArray tensor(NDManager memory, Dtype dtype, String name, Init init, long[] shape) {
      asked.put(name, new Asked(init, shape.clone()));
      return Torch.floats(memory, new float[0], 0);
    }
  }
}
