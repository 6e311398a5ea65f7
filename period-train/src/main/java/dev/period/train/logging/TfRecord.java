package dev.period.train.logging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record format: length, checksum of the length, data, checksum of the data, all
 * little-endian (tensorflow/core/lib/io/record_writer.h).
 */
final class TfRecord {
  private static final int MASK_DELTA = 0xa282ead8;

  private TfRecord() {}

  static byte[] frame(byte[] data) {
    int size = Long.BYTES + Integer.BYTES + data.length + Integer.BYTES;
    ByteBuffer record = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    return record.put(data).putInt(maskedCrc(data, data.length)).array();
  }

  /**
   * Rotated and shifted, so that the checksum of data that contains checksums is not degenerate.
   */
  static int maskedCrc(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
