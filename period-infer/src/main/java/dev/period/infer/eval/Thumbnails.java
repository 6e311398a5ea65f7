package dev.period.infer.eval;

import dev.period.core.FrameSequence;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Frames side by side, as small JPEG pictures inside a page. */
final class Thumbnails {
  /** Of a frame that is scaled for a page, in pixels. */
  static final int LONGER_SIDE = 160;

  private static final float QUALITY = 0.6f;

  /** Frames below this width are shown in large pixels rather than blurred. */
  private static final int TINY = 64;

  private Thumbnails() {}

  /** An HTML element. */
  static String strip(FrameSequence frames) {
    StringBuilder strip = new StringBuilder("<div class=\"strip\">");
    for (int i = 0; i < frames.frames(); i++) {
      strip.append("<img alt=\"\" loading=\"lazy\" width=\"").append(frames.width());
      strip.append("\" height=\"").append(frames.height()).append('"');
      strip.append(frames.width() < TINY ? " class=\"tiny\"" : "");
      strip.append(" src=\"data:image/jpeg;base64,");
      strip.append(Base64.getEncoder().encodeToString(jpeg(frames, i))).append("\">");
    }
    return strip.append("</div>\n").toString();
  }

  private static byte[] jpeg(FrameSequence frames, int index) {
    int width = frames.width();
    BufferedImage image = new BufferedImage(width, frames.height(), BufferedImage.TYPE_INT_RGB);
    int at = 3 * width * frames.height() * index;
    for (int y = 0; y < frames.height(); y++) {
      for (int x = 0; x < width; x++) {
        int red = frames.rgb()[at++] & 0xff;
        int green = frames.rgb()[at++] & 0xff;
        int blue = frames.rgb()[at++] & 0xff;
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
    ImageWriter writer = writers.next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // in memory: ImageIO's own cache would be a file
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
