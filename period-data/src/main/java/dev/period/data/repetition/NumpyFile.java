package dev.period.data.repetition;

import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one-dimensional arrays of numbers in NumPy's own format (NEP 1), never pickled ones. */
final class NumpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final long MAX_BYTES = 16L << 20;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{(?=.*'descr':\\s*'(?<type>[<>|=]?[a-z]\\d+)')(?=.*'fortran_order':\\s*(?:True|False))"
              + "(?=.*'shape':\\s*\\((?<length>\\d+),?\\)).*\\}\\s*",
          Pattern.DOTALL);

  private NumpyFile() {}

  /**
   * The numbers, whatever their type.
   *
   * @throws PeriodException of kind INPUT if it is not such a file
   */
  static double[] vector(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw broken(file, "is too large");
      }
      return parse(file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  private static double[] parse(Path file, byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12) {
      throw broken(file, "is not a NumPy file");
    }
    for (byte b : MAGIC) {
      if (data.get() != b) {
        throw broken(file, "is not a NumPy file");
      }
    }
    int version = data.get();
    data.get();
    long headerLength = version == 1 ? data.getShort() & 0xFFFF : data.getInt() & 0xFFFFFFFFL;
    if (headerLength > data.remaining()) {
      throw broken(file, "is cut off");
    }
    byte[] header = new byte[(int) headerLength];
    data.get(header);
    Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      throw broken(file, "does not hold a plain row of numbers");
    }
    String type = matcher.group("type");
    if (type.startsWith(">")) {
      data.order(ByteOrder.BIG_ENDIAN);
    }
    String kind = type.replaceFirst("^[<>|=]", "");
    int width = width(file, kind);
    String length = matcher.group("length");
    if (length.length() > 9 || Long.parseLong(length) * width > data.remaining()) {
      throw broken(file, "is cut off");
    }
    double[] values = new double[Integer.parseInt(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(data, kind);
    }
    return values;
  }

  private static int width(Path file, String kind) {
    return switch (kind) {
      case "i1", "u1" -> 1;
      case "i2", "u2" -> 2;
      case "i4", "u4", "f4" -> 4;
      case "i8", "u8", "f8" -> 8;
      default -> throw broken(file, "holds values of type " + kind);
    };
  }

  private static double value(ByteBuffer data, String kind) {
    return switch (kind) {
      case "i1" -> data.get();
      case "u1" -> data.get() & 0xFF;
      case "i2" -> data.getShort();
      case "u2" -> data.getShort() & 0xFFFF;
      case "i4" -> data.getInt();
      case "u4" -> data.getInt() & 0xFFFFFFFFL;
      case "f4" -> data.getFloat();
      case "f8" -> data.getDouble();
      default -> data.getLong();
    };
  }

  private static PeriodException broken(Path file, String problem) {
    return new PeriodException(PeriodException.Kind.INPUT, file + " " + problem);
  }
}
