package dev.period.data.qa;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON form of {@link QaRecord}; its schema is docs/qa-record.schema.json. */
final class QaJson {
  /** What LLaVA's own files carry besides; it means nothing here. */
  private static final Set<String> IGNORED = Set.of("model", "data_source");

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "video",
          "image",
          "signal",
          "rate_hz",
          "columns",
          "conversations",
          "count",
          "start",
          "end",
          "fps",
          "action",
          "heart_rate_bpm",
          "repetitions");

  private QaJson() {}

  static void write(JsonGenerator json, QaRecord record) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", record.id());
    writeIfSet(json, "video", record.video());
    writeImages(json, record.images());
    SignalRef signal = record.signal();
    if (signal != null) {
      json.writeStringField("signal", signal.file());
      json.writeNumberField("rate_hz", signal.rateHz());
      json.writeArrayFieldStart("columns");
      for (String column : signal.columns()) {
        json.writeString(column);
      }
      json.writeEndArray();
    }
    json.writeArrayFieldStart("conversations");
    for (Message message : record.conversation()) {
      json.writeStartObject();
      json.writeStringField("from", message.from().key());
      json.writeStringField("value", message.value());
      json.writeEndObject();
    }
    json.writeEndArray();
    Integer count = record.count();
    if (count != null) {
      json.writeNumberField("count", count);
    }
    writeIfSet(json, "start", record.start());
    writeIfSet(json, "end", record.end());
    writeIfSet(json, "fps", record.fps());
    writeIfSet(json, "action", record.action());
    writeIfSet(json, "heart_rate_bpm", record.heartRateBpm());
    if (!record.repetitions().isEmpty()) {
      json.writeArrayFieldStart("repetitions");
      for (Span span : record.repetitions()) {
        json.writeStartArray();
        json.writeNumber(span.start());
        json.writeNumber(span.end());
        json.writeEndArray();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void writeImages(JsonGenerator json, List<String> images) throws IOException {
    if (images.size() == 1) {
      json.writeStringField("image", images.get(0));
    } else if (!images.isEmpty()) {
      json.writeArrayFieldStart("image");
      for (String image : images) {
        json.writeString(image);
      }
      json.writeEndArray();
    }
  }

  private static void writeIfSet(JsonGenerator json, String key, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(key, value);
    }
  }

  static void writeIfSet(JsonGenerator json, String key, @Nullable Double value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(key, value);
    }
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException with a sentence about what is wrong
   */
  static QaRecord read(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("a record must be an object, not " + kind(json));
    }
    for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!KEYS.contains(key) && !IGNORED.contains(key)) {
        throw new IllegalArgumentException("there is no key '%s'".formatted(shortened(key)));
      }
    }
    return new QaRecord(
        required(text(json, "id"), "id"),
        text(json, "video"),
        signal(json),
        conversation(json.get("conversations")),
        count(json),
        number(json, "start", 0),
        number(json, "end", 0),
        number(json, "fps", Double.MIN_VALUE),
        text(json, "action"),
        number(json, "heart_rate_bpm", Double.MIN_VALUE),
        repetitions(json.get("repetitions")),
        images(json.get("image")));
  }

  private static @Nullable SignalRef signal(JsonNode json) {
    String file = text(json, "signal");
    Double rate = number(json, "rate_hz", Double.MIN_VALUE);
    JsonNode columns = json.get("columns");
    if (file == null) {
      if (rate != null || columns != null) {
        throw new IllegalArgumentException("rate_hz and columns need a signal");
      }
      return null;
    }
    if (rate == null || columns == null) {
      throw new IllegalArgumentException("a signal needs rate_hz and columns");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode name : array(columns, "columns")) {
      if (!name.isTextual()) {
        throw new IllegalArgumentException("columns must hold names, not " + kind(name));
      }
      names.add(name.textValue());
    }
    return new SignalRef(file, rate, names);
  }

  private static List<Message> conversation(@Nullable JsonNode json) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode turn : array(required(json, "conversations"), "conversations")) {
      if (!turn.isObject() || turn.size() != 2) {
        throw new IllegalArgumentException("each turn must be an object of 'from' and 'value'");
      }
      String from = required(text(turn, "from"), "from");
      String value = required(text(turn, "value"), "value");
      messages.add(new Message(speaker(from), value));
    }
    return messages;
  }

  private static Message.Speaker speaker(String from) {
    for (Message.Speaker speaker : Message.Speaker.values()) {
      if (speaker.key().equals(from)) {
        return speaker;
      }
    }
    throw new IllegalArgumentException(
        "'from' must be human or gpt, not '%s'".formatted(shortened(from)));
  }

  private static List<String> images(@Nullable JsonNode json) {
    if (json == null || json.isNull()) {
      return List.of();
    }
    if (json.isTextual()) {
      return List.of(json.textValue());
    }
    List<String> images = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(path -> images.add(path.isTextual() ? path.textValue() : ""));
    }
    if (images.isEmpty() || images.contains("")) {
      throw new IllegalArgumentException("'image' must be a path or a list of paths");
    }
    return images;
  }

  static @Nullable Integer count(JsonNode json) {
    JsonNode value = json.get("count");
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw new IllegalArgumentException("count must be a whole number from 0");
    }
    return value.intValue();
  }

  private static List<Span> repetitions(@Nullable JsonNode json) {
    List<Span> spans = new ArrayList<>();
    if (json == null || json.isNull()) {
      return spans;
    }
    for (JsonNode pair : array(json, "repetitions")) {
      if (!pair.isArray()
          || pair.size() != 2
          || !pair.get(0).isNumber()
          || !pair.get(1).isNumber()) {
        throw new IllegalArgumentException("repetitions must be pairs [start, end] in seconds");
      }
      spans.add(new Span(pair.get(0).doubleValue(), pair.get(1).doubleValue()));
    }
    return spans;
  }

  static @Nullable String text(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'%s' must be text, not %s".formatted(key, kind(value)));
    }
    return value.textValue();
  }

  static @Nullable Double number(JsonNode json, String key, double least) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(number >= least && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "'%s' must be a number %s, not %s"
              .formatted(key, least > 0 ? "above 0" : "from 0", shortened(value.toString())));
    }
    return number;
  }

  private static JsonNode array(JsonNode value, String key) {
    if (!value.isArray()) {
      throw new IllegalArgumentException("'%s' must be a list, not %s".formatted(key, kind(value)));
    }
    return value;
  }

  static <T> T required(@Nullable T value, String key) {
    if (value == null) {
      throw new IllegalArgumentException("there is no '" + key + "'");
    }
    return value;
  }

  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      default -> "nothing";
    };
  }

  static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
