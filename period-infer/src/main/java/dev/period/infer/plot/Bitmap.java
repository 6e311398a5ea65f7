package dev.period.infer.plot;

import dev.period.core.FrameSequence;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A small picture.
 *
 * @param rgb [height, width, 3] row-major
 */
@SuppressWarnings("ArrayRecordComponent")
record Bitmap(byte[] rgb, int width, int height) {

  static Bitmap ofFrame(FrameSequence frames, int index) {
    int bytes = 3 * frames.width() * frames.height();
    byte[] pixels = Arrays.copyOfRange(frames.rgb(), index * bytes, (index + 1) * bytes);
    return new Bitmap(pixels, frames.width(), frames.height());
  }

  /** Encodes as PNG, by hand so that a page needs no desktop classes. */
  byte[] toPng() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    try {
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt(width);
      fields.writeInt(height);
      // 8 bits per channel, RGB, deflate, no filter choice, no interlace
      fields.write(new byte[] {8, 2, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", compressedRows());
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private byte[] compressedRows() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream rows = new DeflaterOutputStream(compressed, deflater)) {
      for (int y = 0; y < height; y++) {
        rows.write(0);
        rows.write(rgb, 3 * y * width, 3 * width);
      }
    } finally {
      deflater.end();
    }
    return compressed.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(content);
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(content.length);
    data.write(name);
    data.write(content);
    data.writeInt((int) check.getValue());
  }
}
