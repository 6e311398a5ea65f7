package dev.period.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.period.core.PeriodException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, read as a stream so that a hostile one costs no more
 * memory than its own bytes, and checked before anything is mapped.
 *
 * <p>Rules as in the reference implementation (huggingface/safetensors, {@code tensor.rs}): tensors
 * lie one after the other from the start of the data section to the end of the file, without holes
 * or overlaps.
 */
final class SafetensorsHeader {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final int MAX_RANK = 64;

  private final String file;
  private final long dataStart;
  private final long dataBytes;
  private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsHeader(String file, long dataStart, long dataBytes) {
    this.file = file;
    this.dataStart = dataStart;
    this.dataBytes = dataBytes;
  }

  /**
   * Parses and checks a header.
   *
   * @param file name for messages
   * @param dataStart first byte of the data section in the file
   * @param dataBytes length of the data section
   * @throws PeriodException of kind MODEL when anything is wrong
   */
  static SafetensorsHeader parse(String file, byte[] json, long dataStart, long dataBytes) {
    SafetensorsHeader header = new SafetensorsHeader(file, dataStart, dataBytes);
    // decoded here because Jackson would guess UTF-16 and UTF-32 too
    try (Reader text =
            new InputStreamReader(
                new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
        JsonParser parser = JSON.createParser(text)) {
      header.readTop(parser);
    } catch (JsonProcessingException e) {
      throw header.broken("its header is not valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw header.broken("its header is not valid UTF-8 (" + e.getMessage() + ")", e);
    }
    header.checkLayout();
    return header;
  }

  Map<String, TensorInfo> tensors() {
    return tensors;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  private void readTop(JsonParser parser) throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      expect(parser.nextToken(), JsonToken.START_OBJECT, quoted(name));
      if (name.equals("__metadata__")) {
        readMetadata(parser);
      } else {
        tensors.put(name, readTensor(parser, name));
      }
    }
    if (parser.nextToken() != null) {
      throw broken("its header goes on after the closing brace", null);
    }
  }

  private void readMetadata(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      expect(parser.nextToken(), JsonToken.VALUE_STRING, "metadata " + quoted(key));
      metadata.put(key, parser.getText());
    }
  }

  private TensorInfo readTensor(JsonParser parser, String name) throws IOException {
    SafetensorsType dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "dtype" -> dtype = readType(parser, name);
        case "shape" -> shape = readSizes(parser, name, key);
        case "data_offsets" -> offsets = readSizes(parser, name, key);
        default ->
            throw broken("tensor " + quoted(name) + " has the unknown key " + quoted(key), null);
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw broken("tensor " + quoted(name) + " lacks dtype, shape or data_offsets", null);
    }
    return checked(name, dtype, shape, offsets);
  }

  private TensorInfo checked(String name, SafetensorsType dtype, long[] shape, long[] offsets) {
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
      throw broken(
          "tensor "
              + quoted(name)
              + " has data_offsets "
              + Arrays.toString(offsets)
              + " that are not a range within its "
              + dataBytes
              + " bytes of data",
          null);
    }
    long bytes = offsets[1] - offsets[0];
    long needed;
    try {
      needed = dtype.bytes(shape);
    } catch (ArithmeticException e) {
      throw broken("tensor " + quoted(name) + " has a shape too large to count", e);
    }
    if (needed != bytes) {
      throw broken(
          String.format(
              Locale.ROOT,
              "tensor %s holds %d bytes where %s%s needs %d",
              quoted(name),
              bytes,
              dtype,
              Arrays.toString(shape),
              needed),
          null);
    }
    return new TensorInfo(name, dtype, shape, dataStart + offsets[0], bytes);
  }

  private SafetensorsType readType(JsonParser parser, String name) throws IOException {
    expect(parser.currentToken(), JsonToken.VALUE_STRING, "dtype of " + quoted(name));
    String text = parser.getText();
    for (SafetensorsType type : SafetensorsType.values()) {
      if (type.name().equals(text)) {
        return type;
      }
    }
    throw broken(
        "tensor "
            + quoted(name)
            + " has the data type "
            + quoted(text)
            + "; Period reads "
            + Arrays.toString(SafetensorsType.values()),
        null);
  }

  private long[] readSizes(JsonParser parser, String name, String key) throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, key + " of " + quoted(name));
    long[] sizes = new long[MAX_RANK];
    int rank = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, key + " of " + quoted(name));
      if (rank == MAX_RANK) {
        throw broken(
            key + " of tensor " + quoted(name) + " has more than " + MAX_RANK + " numbers", null);
      }
      long size = parser.getLongValue();
      if (size < 0) {
        throw broken(key + " of tensor " + quoted(name) + " has the negative number " + size, null);
      }
      sizes[rank++] = size;
    }
    return Arrays.copyOf(sizes, rank);
  }

  private void checkLayout() {
    List<TensorInfo> order = new ArrayList<>(tensors.values());
    // an empty tensor shares its start with the next one and must come first
    order.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::bytes));
    long end = dataStart;
    for (TensorInfo tensor : order) {
      if (tensor.offset() != end) {
        String what = tensor.offset() < end ? " overlaps another one" : " leaves a hole before it";
        throw broken("tensor " + quoted(tensor.name()) + what, null);
      }
      end += tensor.bytes();
    }
    if (end != dataStart + dataBytes) {
      throw broken(
          "it has "
              + (dataStart + dataBytes - end)
              + " bytes after its last tensor that no tensor owns",
          null);
    }
  }

  private void expect(@Nullable JsonToken found, JsonToken expected, String where) {
    if (found != expected) {
      throw broken("its header has " + found + " where " + where + " should be " + expected, null);
    }
  }

  private PeriodException broken(String what, @Nullable Throwable cause) {
    return SafetensorsFile.broken(file, what, cause);
  }

  /** Quotes a name of unknown origin for a message: one line, bounded. */
  static String quoted(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return '"' + (line.length() <= 100 ? line : line.substring(0, 100) + "…") + '"';
  }
}
