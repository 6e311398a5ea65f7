package dev.period.data.qa;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.period.core.PeriodException;
import dev.period.data.text.NumberExtraction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON arrays of other projects as records, one item in memory at a time.
 *
 * <p>Items may be Period-LLM's and PPLLaVA's ({@code {"video": path, "QA": {"q", "a"}}}, {@code QA}
 * also a list, with an instruction {@code i}; no {@code video} for text) or LLaVA's ({@code id},
 * {@code image} or {@code video}, {@code conversations}). A count is taken from the first answer
 * where it states a whole number.
 */
public final class JsonArrayReader {
  private JsonArrayReader() {}

  /**
   * Reads a file.
   *
   * @param sink gets each record, in order
   * @throws PeriodException of kind INPUT, with file and line, at the first item that is neither
   */
  public static void read(Path file, Consumer<QaRecord> sink) {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    long line = 1;
    try (JsonParser json =
        JsonLines.parser(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw error(file, 1, "this is no JSON array of items", null);
      }
      for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
        line = json.currentTokenLocation().getLineNr();
        if (json.currentToken() == null) {
          throw error(file, line, "the array does not end; the file is cut off", null);
        }
        sink.accept(record(JsonLines.value(json), name + "-" + index));
      }
    } catch (NoSuchFileException e) {
      throw new PeriodException(PeriodException.Kind.INPUT, file + " does not exist", e);
    } catch (JsonProcessingException e) {
      throw error(
          file,
          e.getLocation() == null ? line : e.getLocation().getLineNr(),
          "not valid JSON (%s)".formatted(QaJson.shortened(e.getOriginalMessage())),
          e);
    } catch (IllegalArgumentException e) {
      throw error(file, line, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new PeriodException(
          PeriodException.Kind.INPUT, "cannot read %s (%s)".formatted(file, e), e);
    }
  }

  private static QaRecord record(JsonNode item, String id) {
    if (!item.isObject()) {
      throw new IllegalArgumentException("an item must be an object");
    }
    if (item.has("conversations")) {
      QaRecord record = QaJson.read(item);
      return record.count() == null ? withCount(record) : record;
    }
    List<Message> conversation = conversation(item);
    String video = path(item, "video");
    String image = video == null ? path(item, "image") : null;
    String placeholder = video != null ? Message.VIDEO : image != null ? Message.IMAGE : null;
    if (placeholder != null && !conversation.get(0).hasPlaceholder()) {
      String question = placeholder + "\n" + conversation.get(0).value();
      conversation.set(0, Message.human(question));
    }
    return withCount(
        new QaRecord(
            id, video, image, null, conversation, null, null, null, null, null, null, List.of()));
  }

  private static List<Message> conversation(JsonNode item) {
    JsonNode pairs = item.get("QA");
    if (pairs == null || (!pairs.isObject() && !pairs.isArray()) || pairs.isEmpty()) {
      throw new IllegalArgumentException("the item has neither 'QA' nor 'conversations'");
    }
    List<Message> conversation = new ArrayList<>();
    for (JsonNode pair : pairs.isArray() ? pairs : List.of(pairs)) {
      JsonNode question = pair.get("q");
      JsonNode answer = pair.get("a");
      if (question == null || !question.isTextual() || answer == null || !answer.isTextual()) {
        throw new IllegalArgumentException("QA must hold the texts 'q' and 'a'");
      }
      JsonNode instruction = pair.get("i");
      boolean instructed = instruction != null && instruction.isTextual();
      String asked = question.textValue().strip();
      conversation.add(
          Message.human(
              instructed && !instruction.textValue().isBlank()
                  ? instruction.textValue().strip() + "\n" + asked
                  : asked));
      conversation.add(Message.gpt(answer.textValue().strip()));
    }
    return conversation;
  }

  private static @Nullable String path(JsonNode item, String key) {
    JsonNode value = item.get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + key + "' must be a path");
    }
    return value.textValue();
  }

  private static QaRecord withCount(QaRecord record) {
    Integer count =
        NumberExtraction.find(record.conversation().get(1).value())
            .map(NumberExtraction.Stated::value)
            .filter(value -> value >= 0 && value < 1e6 && value == Math.rint(value))
            .map(Double::intValue)
            .orElse(null);
    return record.withCount(count);
  }

  private static PeriodException error(
      Path file, long line, String message, @Nullable Throwable cause) {
    return new PeriodException(
        PeriodException.Kind.INPUT, "%s, line %d: %s".formatted(file, line, message), cause);
  }
}
