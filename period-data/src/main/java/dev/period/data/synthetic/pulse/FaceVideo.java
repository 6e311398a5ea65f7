package dev.period.data.synthetic.pulse;

import dev.period.core.FrameSequence;
import dev.period.data.rppg.RegionRule;
import dev.period.data.rppg.VideoTrace;
import dev.period.data.video.VideoWriter;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A rendered video of a face with a pulse, drawn frame by frame: in memory, or to a file by {@link
 * VideoWriter}. The same seed always gives the same pixels.
 *
 * <p>Frames are drawn in order, each once: the sensor's noise goes on from frame to frame.
 */
public final class FaceVideo implements VideoWriter.FrameSource {
  private final Subject subject;
  private final int size;
  private final FacePainter painter;
  private final Sensor sensor;
  private final float[] canvas;
  private int next;

  private FaceVideo(SplittableRandom rng, Subject subject, int size) {
    this.subject = subject;
    this.size = size;
    this.painter = new FacePainter(rng.split(), subject, size);
    this.sensor = new Sensor(rng.split());
    this.canvas = new float[3 * size * size];
  }

  /**
   * A video.
   *
   * @param seed decides everything
   * @param size width and height in pixels
   * @param seconds its length
   * @param rate frames per second
   * @param alive false for a painted face, whose colour shows no pulse
   */
  public static FaceVideo of(long seed, int size, double seconds, double rate, boolean alive) {
    SplittableRandom rng = new SplittableRandom(seed);
    return new FaceVideo(rng, Subject.sample(rng.split(), seconds, rate, alive), size);
  }

  /** When the heart beats; the first frame is second 0. */
  public HeartBeat heart() {
    return subject.heart();
  }

  /** The number of frames. */
  public int frames() {
    return subject.frames();
  }

  /** Frames per second. */
  public double rate() {
    return subject.rate();
  }

  Subject subject() {
    return subject;
  }

  @Override
  public double draw(int index, byte[] rgb) {
    if (index != next) {
      throw new IllegalArgumentException("frame " + next + " comes next, not " + index);
    }
    next++;
    painter.paint(index, canvas);
    sensor.read(canvas, rgb);
    return index / subject.rate();
  }

  /**
   * The trace of its skin and a few frames, after a compression in memory.
   *
   * @param codec of this video's size; null for none
   * @param kept every how manieth frame is kept as a picture
   */
  Seen see(@org.jspecify.annotations.Nullable FaceCodec codec, int kept, int keptSize) {
    int pixels = 3 * size * size;
    byte[] frame = new byte[pixels];
    byte[] all = new byte[pixels * frames()];
    double[] times = new double[frames()];
    for (int t = 0; t < frames(); t++) {
      times[t] = draw(t, frame);
      if (codec != null) {
        codec.apply(frame, t);
      }
      System.arraycopy(frame, 0, all, t * pixels, pixels);
    }
    FrameSequence video = new FrameSequence(all, size, size, times, frames() / rate());
    VideoTrace trace = VideoTrace.of(video, Path.of("a rendered face"), RegionRule.SKIN);
    int[] indices = new int[(frames() + kept - 1) / kept];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i * kept;
    }
    return new Seen(trace, shrunk(video.select(indices), keptSize));
  }

  /**
   * What is kept of a video.
   *
   * @param trace of its skin
   * @param pictures some of its frames, small
   */
  record Seen(VideoTrace trace, FrameSequence pictures) {}

  /** Each pixel becomes the mean of those it covers; {@code to} divides the size. */
  private static FrameSequence shrunk(FrameSequence video, int to) {
    int size = video.width();
    if (size == to) {
      return video;
    }
    if (size % to != 0) {
      throw new IllegalArgumentException(to + " does not divide " + size);
    }
    int cell = size / to;
    byte[] rgb = new byte[3 * to * to * video.frames()];
    for (int f = 0; f < video.frames(); f++) {
      for (int i = 0; i < to * to * 3; i++) {
        int x = i / 3 % to * cell;
        int y = i / 3 / to * cell;
        int sum = 0;
        for (int k = 0; k < cell * cell; k++) {
          int at = (f * size + y + k / cell) * size + x + k % cell;
          sum += video.rgb()[3 * at + i % 3] & 0xFF;
        }
        rgb[f * to * to * 3 + i] = (byte) (sum / (cell * cell));
      }
    }
    return new FrameSequence(rgb, to, to, video.timesSeconds(), video.durationSeconds());
  }
}
