package dev.period.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.period.infer.Answer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The object that {@code ask --json} prints: a documented contract, all keys always present. */
final class AnswerJson {
  private AnswerJson() {}

  /** One line, without the line's end. */
  static String of(Answer answer) {
    StringWriter text = new StringWriter();
    // a data binder would cost a tenth of a second at the first object
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("answer", answer.answer());
      integer(json, "count", answer.count());
      integer(json, "count_low", answer.countLow());
      integer(json, "count_high", answer.countHigh());
      json.writeBooleanField("confident", answer.confident());
      number(json, "heart_rate_bpm", answer.heartRateBpm());
      number(json, "period_seconds", answer.periodSeconds());
      json.writeArrayFieldStart("repetitions");
      for (double[] repetition : answer.repetitions()) {
        json.writeStartArray();
        json.writeNumber(milli(repetition[0]));
        json.writeNumber(milli(repetition[1]));
        json.writeEndArray();
      }
      json.writeEndArray();
      number(json, "video_seconds", answer.videoSeconds());
      json.writeNumberField("frames", answer.frames());
      json.writeStringField("model", answer.model());
      number(json, "wall_seconds", answer.wallSeconds());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void integer(JsonGenerator json, String key, @Nullable Integer value)
      throws IOException {
    if (value == null) {
      json.writeNullField(key);
    } else {
      json.writeNumberField(key, value);
    }
  }

  private static void number(JsonGenerator json, String key, @Nullable Double value)
      throws IOException {
    // JSON has no NaN
    if (value == null || !Double.isFinite(value)) {
      json.writeNullField(key);
    } else {
      json.writeNumberField(key, milli(value));
    }
  }

  private static double milli(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
