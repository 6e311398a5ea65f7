package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.util.Arrays;

/** Which frames of a video a model gets to see. */
public final class FrameSampling {
  private static final int PERIOD_LLM_MIN_FRAMES = 20;
  private static final int PERIOD_LLM_DENSE_FRAMES = 100;

  private FrameSampling() {}

  /**
   * The {@code count} frames nearest in time to points spaced evenly from the first to the last
   * frame. Frames repeat when there are fewer; a single point is the middle.
   *
   * @param count of frames wanted, at least 1
   */
  public static FrameSequence uniform(FrameSequence video, int count) {
    return video.select(nearest(video.timesSeconds(), count));
  }

  /**
   * The indices behind {@link #uniform}.
   *
   * @param times of the frames in seconds, growing, at least one
   * @param count of indices wanted, at least 1
   */
  public static int[] nearest(double[] times, int count) {
    if (times.length == 0 || count < 1) {
      throw new IllegalArgumentException("needs at least one frame and one point");
    }
    double first = times[0];
    double span = times[times.length - 1] - first;
    int[] indices = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      double point = first + span * (count == 1 ? 0.5 : i / (count - 1.0));
      while (at + 1 < times.length && times[at + 1] - point <= point - times[at]) {
        at++;
      }
      indices[i] = at;
    }
    return indices;
  }

  /**
   * Period-LLM's rule: five frames a second but at least 20, spaced evenly; of more than 100 only
   * every fourth, sixth, ... one. Short videos repeat frames.
   *
   * <p>Reference: {@code MyDataset.loadvideo_decord_origin} of the released code, whose option for
   * 20 frames is never used.
   *
   * @param frames in the video, at least 1
   * @param framesPerSecond on average, above 0
   */
  public static int[] periodLlm(int frames, double framesPerSecond) {
    if (frames < 1 || !(framesPerSecond > 0)) {
      throw new IllegalArgumentException("needs at least one frame and a positive frame rate");
    }
    int count = (int) Math.max(Math.floor(5.0 * frames / framesPerSecond), PERIOD_LLM_MIN_FRAMES);
    int stride = periodLlmStride(count);
    int[] indices = new int[(count + stride - 1) / stride];
    double step = (double) frames / (count - 1);
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) Math.min(i * stride * step, frames - 1.0);
    }
    return indices;
  }

  private static int periodLlmStride(int count) {
    if (count <= PERIOD_LLM_DENSE_FRAMES) {
      return 1;
    }
    int[] below = {200, 400, 800, 1000, 2000, 4000, 6000, 8000, 10000};
    int[] strides = {4, 6, 8, 10, 20, 40, 60, 80, 100};
    int found = Arrays.binarySearch(below, count + 1);
    int at = found >= 0 ? found : -found - 1;
    return at < strides.length ? strides[at] : 200;
  }

  /**
   * PPLLaVA's rule: one frame from each of {@code count} equal segments, half a segment after where
   * it begins.
   *
   * <p>Reference: {@code get_index} of the released code; halves round to even as NumPy's do.
   *
   * @param first index that may be taken
   * @param last index that may be taken
   * @param count of segments, at least 1
   */
  public static int[] segments(int first, int last, int count) {
    if (first < 0 || last < first || count < 1) {
      throw new IllegalArgumentException("needs 0 <= first <= last and at least one segment");
    }
    double segment = (double) (last - first) / count;
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      // Rounding may step over the end by a frame, which the reference leaves to the video reader.
      indices[i] = Math.min(last, (int) (first + segment / 2 + Math.rint(segment * i)));
    }
    return indices;
  }
}
