package dev.period.core.image;

import dev.period.core.FrameSequence;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How an image gets its model's size: resized, then cut from the centre.
 *
 * @param resize the size to resize to; null leaves the image as it is
 * @param filter for resizing
 * @param crop the size to cut out; null cuts nothing; an image that is smaller gets black margins
 * @param rounding of the cut's place
 */
public record ImageTransform(
    @Nullable Target resize, Resampling filter, @Nullable Target crop, CropRounding rounding) {

  /**
   * A size.
   *
   * @param width in pixels, 0 when only the shorter side is given
   * @param height in pixels, or the length of the shorter side
   */
  public record Target(int width, int height) {
    /** That width and height, whatever the image's proportions. */
    public static Target exact(int width, int height) {
      return new Target(width, height);
    }

    /** The shorter side gets that length, the longer one keeps the proportion, rounded down. */
    public static Target shorterSide(int length) {
      return new Target(0, length);
    }

    private boolean proportional() {
      return width == 0;
    }

    private long widthOf(RgbImage image) {
      return proportional() ? side(image.width(), image.height()) : width;
    }

    private long heightOf(RgbImage image) {
      return proportional() ? side(image.height(), image.width()) : height;
    }

    private long side(int own, int other) {
      // Hugging Face and torchvision divide a product of integers, so this is exact
      return own <= other ? height : (long) height * own / other;
    }
  }

  /** CLIP's: the shorter side to {@code size}, then the square in the centre. */
  public static ImageTransform clip(int size) {
    return new ImageTransform(
        Target.shorterSide(size), Resampling.BICUBIC, Target.exact(size, size), CropRounding.DOWN);
  }

  /** PPLLaVA's for frames of videos (bicubic), Period-LLM's (bilinear): squeezed to a square. */
  public static ImageTransform squeeze(int size, Resampling filter) {
    return new ImageTransform(Target.exact(size, size), filter, null, CropRounding.DOWN);
  }

  /**
   * The transformed image.
   *
   * @throws PeriodException of kind INPUT when a side would be longer than an image can be
   */
  public RgbImage apply(RgbImage image) {
    long width = resize == null ? image.width() : resize.widthOf(image);
    long height = resize == null ? image.height() : resize.heightOf(image);
    if (crop == null) {
      if (3 * width * height > Integer.MAX_VALUE - 8) {
        throw new PeriodException(
            Kind.INPUT,
            "an image of %dx%d pixels cannot be resized to %dx%d: it is too narrow"
                .formatted(image.width(), image.height(), width, height));
      }
      return PillowResize.window(
          image, filter, width, height, 0, 0, Math.toIntExact(width), Math.toIntExact(height));
    }
    boolean wide = width >= crop.width();
    boolean high = height >= crop.height();
    RgbImage inner =
        PillowResize.window(
            image,
            filter,
            width,
            height,
            wide ? rounding.start(width, crop.width()) : 0,
            high ? rounding.start(height, crop.height()) : 0,
            wide ? crop.width() : Math.toIntExact(width),
            high ? crop.height() : Math.toIntExact(height));
    int left = wide ? 0 : rounding.padding(width, crop.width());
    int top = high ? 0 : rounding.padding(height, crop.height());
    return wide && high ? inner : framed(inner, left, top, crop);
  }

  private static RgbImage framed(RgbImage image, int left, int top, Target size) {
    byte[] rgb = new byte[3 * size.width() * size.height()];
    int line = 3 * image.width();
    for (int y = 0; y < image.height(); y++) {
      int to = 3 * ((top + y) * size.width() + left);
      System.arraycopy(image.rgb(), y * line, rgb, to, line);
    }
    return new RgbImage(rgb, size.width(), size.height());
  }

  /** The frames, each transformed; their times stay. */
  public FrameSequence apply(FrameSequence frames) {
    byte[] rgb = new byte[0];
    RgbImage last = null;
    for (int i = 0; i < frames.frames(); i++) {
      last = apply(RgbImage.frame(frames, i));
      if (i == 0) {
        rgb = new byte[Math.multiplyExact(last.rgb().length, frames.frames())];
      }
      System.arraycopy(last.rgb(), 0, rgb, i * last.rgb().length, last.rgb().length);
    }
    return last == null
        ? frames
        : new FrameSequence(
            rgb, last.width(), last.height(), frames.timesSeconds(), frames.durationSeconds());
  }
}
