package dev.period.data.rotnist;

import dev.period.core.FrameSequence;
import dev.period.data.Seeds;
import java.util.SplittableRandom;

/**
 * RotNIST: digits that turn back and forth.
 *
 * <p>After the rotating digits of SimPer (Yang et al., SimPer: Simple Self-Supervised Learning of
 * Periodic Targets, ICLR 2023, and its tutorial): a digit of 28×28 pixels is turned by 90°·sin(2πft
 * + φ) at 30 frames a second for 5 seconds, with f uniform in 0.5 … 5 Hz and φ uniform in −1.57 …
 * 1.57. How Period-LLM makes its RotNIST questions has not been published; here the count is the
 * whole number nearest to the swings in the clip, f times 5 s.
 */
public final class RotatingDigits {
  /** Frames of a clip. */
  public static final int FRAMES = 150;

  /** Frame rate. */
  public static final double FRAMES_PER_SECOND = 30;

  private static final double SECONDS = FRAMES / FRAMES_PER_SECOND;
  private static final double LARGEST_PHASE = 1.57;

  private final DigitImages images;
  private final long seed;

  /**
   * A clip before it is drawn.
   *
   * @param image of the digit
   * @param frequency swings per second
   * @param phase in radians
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Clip(byte[] image, double frequency, double phase) {
    /** The whole number nearest to the swings in the clip. */
    public int count() {
      return (int) Math.round(frequency * SECONDS);
    }

    /** The angle at a frame, in radians. */
    double angle(int frame) {
      double turn = 2 * Math.PI * frequency * frame / FRAMES_PER_SECOND + phase;
      return Math.PI / 2 * Math.sin(turn);
    }
  }

  /** Clips of the given digits; the same seed gives the same clips. */
  public RotatingDigits(DigitImages images, long seed) {
    this.images = images;
    this.seed = seed;
  }

  /** The clip at {@code index}, which must not be negative. */
  public Clip clip(long index) {
    SplittableRandom rng = new SplittableRandom(Seeds.of(seed, 1, index));
    byte[] image = images.image(index);
    double frequency = rng.nextDouble(0.5, 5);
    return new Clip(image, frequency, rng.nextDouble(-LARGEST_PHASE, LARGEST_PHASE));
  }

  /**
   * Draws a clip.
   *
   * @param size width and height in pixels
   */
  public static FrameSequence render(Clip clip, int size) {
    byte[] rgb = new byte[3 * size * size * FRAMES];
    double[] times = new double[FRAMES];
    for (int f = 0; f < FRAMES; f++) {
      times[f] = f / FRAMES_PER_SECOND;
      draw(clip, f, size, rgb, 3 * size * size * f);
    }
    return new FrameSequence(rgb, size, size, times, SECONDS);
  }

  /** Draws one frame into {@code rgb} from {@code offset} on. */
  static void draw(Clip clip, int frame, int size, byte[] rgb, int offset) {
    double cos = Math.cos(clip.angle(frame));
    double sin = Math.sin(clip.angle(frame));
    double scale = (double) DigitImages.SIZE / size;
    double middle = size / 2.0 - 0.5;
    double centre = DigitImages.SIZE / 2.0 - 0.5;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double dx = (x - middle) * scale;
        double dy = (y - middle) * scale;
        // counter-clockwise on the screen, whose y grows downwards
        byte grey =
            sample(clip.image(), centre + cos * dx - sin * dy, centre + sin * dx + cos * dy);
        int pixel = offset + 3 * (y * size + x);
        rgb[pixel] = grey;
        rgb[pixel + 1] = grey;
        rgb[pixel + 2] = grey;
      }
    }
  }

  /** Bilinear; black outside. */
  private static byte sample(byte[] image, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double below = y - top;
    double value =
        (1 - below) * ((1 - right) * at(image, left, top) + right * at(image, left + 1, top))
            + below
                * ((1 - right) * at(image, left, top + 1) + right * at(image, left + 1, top + 1));
    return (byte) Math.round(value);
  }

  private static int at(byte[] image, int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < DigitImages.SIZE && y < DigitImages.SIZE;
    return inside ? image[y * DigitImages.SIZE + x] & 0xFF : 0;
  }
}
