package dev.period.data.video;

import dev.period.core.FrameSequence;
import java.util.Arrays;

/** Which frames of a video a model gets to see. */
public final class FrameSampling {
  private static final int PERIOD_LLM_MIN_FRAMES = 20;
  private static final int PERIOD_LLM_DENSE_FRAMES = 100;
  private static final int MAX_POINTS = 1_000_000;

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
      at = nearest(times, point, at);
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

  /**
   * A fixed number of frames a second, whatever the video's own rate: those nearest in time to the
   * first frame's time, that plus 1/rate, plus 2/rate, … up to the last frame's time. Frames repeat
   * where the video has fewer.
   *
   * @param times of the frames in seconds, growing, at least one
   * @param framesPerSecond above 0
   * @throws IllegalArgumentException also where that would be more than a million frames
   */
  public static int[] fixedRate(double[] times, double framesPerSecond) {
    if (times.length == 0 || !(framesPerSecond > 0)) {
      throw new IllegalArgumentException("needs at least one frame and a positive frame rate");
    }
    double points = Math.floor((times[times.length - 1] - times[0]) * framesPerSecond + 1e-6) + 1;
    if (points > MAX_POINTS) {
      throw new IllegalArgumentException(
          framesPerSecond + " frames a second are more than " + MAX_POINTS + " frames");
    }
    int[] indices = new int[(int) points];
    int at = 0;
    for (int i = 0; i < indices.length; i++) {
      at = nearest(times, times[0] + i / framesPerSecond, at);
      indices[i] = at;
    }
    return indices;
  }

  /**
   * Every frame from {@code startSeconds} on, as small changes of colour need it: no frame is left
   * out and none repeats.
   *
   * @param times of the frames in seconds, growing
   * @param startSeconds the first frame is the first one not before it
   * @param count of frames at most; fewer where the video ends
   */
  public static int[] contiguous(double[] times, double startSeconds, int count) {
    if (!(startSeconds >= 0) || count < 1) {
      throw new IllegalArgumentException("needs a start from 0 and at least one frame");
    }
    int first = 0;
    while (first < times.length && times[first] < startSeconds) {
      first++;
    }
    int[] indices = new int[Math.min(count, times.length - first)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = first + i;
    }
    return indices;
  }

  /** The frame nearest to {@code point}, from {@code at} on; the later one of two equally near. */
  private static int nearest(double[] times, double point, int at) {
    int nearest = at;
    while (nearest + 1 < times.length && times[nearest + 1] - point <= point - times[nearest]) {
      nearest++;
    }
    return nearest;
  }
}
