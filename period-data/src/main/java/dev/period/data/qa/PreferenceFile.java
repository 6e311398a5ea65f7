package dev.period.data.qa;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.period.core.PeriodException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JSONL file of preference pairs: {@code video}, {@code prompt}, {@code chosen}, {@code
 * rejected}, as LLaVA-Hound's {@code sft_dpo_17k.jsonl} has them. {@code id}, {@code start}, {@code
 * end} and {@code count} may stand beside them; whatever else there is means nothing here.
 */
public final class PreferenceFile {
  private PreferenceFile() {}

  /**
   * All pairs of a file.
   *
   * @throws PeriodException of kind INPUT, with file and line, at the first thing that is wrong
   */
  public static List<PreferencePair> read(Path file) {
    List<PreferencePair> pairs = new ArrayList<>();
    try (JsonLines lines = JsonLines.open(file)) {
      String name = String.valueOf(file.getFileName());
      PreferencePair pair = lines.next(json -> pair(json, name, lines.line()));
      while (pair != null) {
        pairs.add(pair);
        pair = lines.next(json -> pair(json, name, lines.line()));
      }
    }
    return pairs;
  }

  private static PreferencePair pair(JsonNode json, String file, int line) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("a pair must be an object, not " + QaJson.kind(json));
    }
    String id = QaJson.text(json, "id");
    return new PreferencePair(
        id == null ? file + ":" + line : id,
        QaJson.required(QaJson.text(json, "video"), "video"),
        QaJson.number(json, "start", 0),
        QaJson.number(json, "end", 0),
        Message.human(QaJson.required(QaJson.text(json, "prompt"), "prompt")).text(),
        QaJson.required(QaJson.text(json, "chosen"), "chosen"),
        QaJson.required(QaJson.text(json, "rejected"), "rejected"),
        QaJson.count(json));
  }

  /**
   * Writes a file, which appears complete or not at all; an existing one is replaced. The same
   * pairs give the same bytes.
   *
   * @throws PeriodException of kind INPUT if it cannot be written
   */
  public static void write(Path file, List<PreferencePair> pairs) {
    try (JsonLinesWriter writer = new JsonLinesWriter(file)) {
      for (PreferencePair pair : pairs) {
        writer.write(json -> write(json, pair));
      }
      writer.complete();
    }
  }

  private static void write(JsonGenerator json, PreferencePair pair) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", pair.id());
    json.writeStringField("video", pair.video());
    QaJson.writeIfSet(json, "start", pair.start());
    QaJson.writeIfSet(json, "end", pair.end());
    json.writeStringField("prompt", pair.prompt());
    json.writeStringField("chosen", pair.chosen());
    json.writeStringField("rejected", pair.rejected());
    Integer count = pair.count();
    if (count != null) {
      json.writeNumberField("count", count);
    }
    json.writeEndObject();
  }
}
