package dev.period.core.image;

import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * PNG and JPEG files of unknown origin. Sizes are checked before anything is allocated.
 *
 * <p>As in Pillow, colours are taken as they are stored: no colour profile, no orientation tag,
 * transparency dropped; grey becomes equal red, green and blue. Of 16-bit channels the upper 8 bits
 * count.
 */
public final class ImageFile {
  /** The largest image that is read: 64 million pixels. */
  public static final long MAX_PIXELS = 64_000_000;

  private static final int MAX_SIDE = 1 << 16;
  private static final long MAX_BYTES = 512L << 20;

  private ImageFile() {}

  /**
   * Reads an image.
   *
   * @throws PeriodException of kind INPUT when the file is missing, too large, damaged, or neither
   *     PNG nor JPEG
   */
  public static RgbImage read(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        throw problem(path, "there is no such file", null);
      }
      if (Files.size(path) > MAX_BYTES) {
        throw problem(path, "it is larger than " + (MAX_BYTES >> 20) + " MiB", null);
      }
      try (ImageInputStream stream = new FileImageInputStream(path.toFile())) {
        return read(path, stream);
      }
    } catch (IOException e) {
      throw problem(path, "it is damaged or cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static RgbImage read(Path path, ImageInputStream stream) throws IOException {
    ImageReader reader = reader(path, stream);
    try {
      // metadata may be compressed, and is of no use
      reader.setInput(stream, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
        throw problem(
            path,
            "its %dx%d pixels are too many; the limit is %d million"
                .formatted(width, height, MAX_PIXELS / 1_000_000),
            null);
      }
      AtomicBoolean cut = new AtomicBoolean();
      // libjpeg fills what is missing with grey and only warns
      reader.addIIOReadWarningListener(
          (source, warning) -> {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
              cut.set(true);
            }
          });
      BufferedImage image = reader.read(0);
      if (cut.get()) {
        throw problem(path, "it is cut off", null);
      }
      return rgb(image);
    } catch (PeriodException e) {
      throw e;
    } catch (RuntimeException e) {
      // ImageIO's readers meet damaged files with any of them
      throw problem(path, "it is damaged (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(Path path, ImageInputStream stream) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      String format = reader.getFormatName().toLowerCase(Locale.ROOT);
      if (format.equals("png") || format.equals("jpeg")) {
        return reader;
      }
      reader.dispose();
    }
    throw problem(path, "it is neither PNG nor JPEG", null);
  }

  private static RgbImage rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
    ColorModel colors = image.getColorModel();
    Raster raster = image.getRaster();
    // BufferedImage.getRGB would convert grey and profiled colours on the way
    boolean plain = !(colors instanceof IndexColorModel) && raster.getNumBands() <= 4;
    int shift = plain ? Math.max(colors.getComponentSize(0) - 8, 0) : 0;
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < 3; c++) {
        if (plain) {
          raster.getSamples(0, y, width, 1, raster.getNumBands() < 3 ? 0 : c, line);
        } else if (c == 0) {
          image.getRGB(0, y, width, 1, line, 0, width);
        }
        for (int x = 0; x < width; x++) {
          int value = plain ? line[x] >> shift : line[x] >> (16 - 8 * c);
          rgb[3 * (y * width + x) + c] = (byte) value;
        }
      }
    }
    return new RgbImage(rgb, width, height);
  }

  private static PeriodException problem(Path path, String what, @Nullable Throwable cause) {
    return new PeriodException(Kind.INPUT, "Cannot read the image " + path + ": " + what, cause);
  }
}
