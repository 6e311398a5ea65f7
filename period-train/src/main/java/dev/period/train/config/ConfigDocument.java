package dev.period.train.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML document that remembers where each of its keys comes from. Not safe for several threads.
 */
final class ConfigDocument {
  private static final long MAX_BYTES = 1 << 20;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL) // a builder forgets this default
          .build();

  private final String name;
  private final ObjectNode root = NODES.objectNode();
  private final Map<String, String> origins = new HashMap<>();

  private ConfigDocument(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws PeriodException of kind USAGE when it is missing, too large, or not a YAML mapping
   */
  static ConfigDocument read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw usage("There is no configuration file " + file + ".", null);
    }
    ConfigDocument document = new ConfigDocument(file.toString());
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw usage(file + " is too large for a configuration file.", null);
      }
      try (YAMLParser parser = YAML.createParser(Files.readString(file))) {
        if (parser.nextToken() != null) {
          document.readDocument(parser);
        }
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw usage(file + ", line " + line + ": not valid YAML (" + reason + ").", e);
    } catch (IOException e) {
      throw usage("Cannot read " + file + ": " + e + ".", e);
    }
    return document;
  }

  private void readDocument(YAMLParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw usage(name + " should hold keys and values.", null);
    }
    readSection(parser, root, "");
    if (parser.nextToken() != null) {
      throw usage(name + " holds more than one YAML document.", null);
    }
  }

  private void readSection(YAMLParser parser, ObjectNode section, String path) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      origins.put(keyPath, name + ", line " + parser.currentTokenLocation().getLineNr());
      parser.nextToken();
      section.set(key, readValue(parser, keyPath));
    }
  }

  private JsonNode readValue(YAMLParser parser, String path) throws IOException {
    if (parser.isCurrentAlias()) {
      throw usage(origin(path) + ": aliases (*name) are not supported.", null);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode section = NODES.objectNode();
        readSection(parser, section, path);
        yield section;
      }
      case START_ARRAY -> {
        ArrayNode list = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(readValue(parser, path + "[" + list.size() + "]"));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.textNode(parser.getText());
    };
  }

  /** Lays another document over this one: sections are merged, lists and scalars replaced. */
  void overlay(ConfigDocument other) {
    merge(root, other.root);
    origins.putAll(other.origins);
  }

  private static void merge(ObjectNode target, ObjectNode source) {
    for (Map.Entry<String, JsonNode> entry : source.properties()) {
      if (target.get(entry.getKey()) instanceof ObjectNode section
          && entry.getValue() instanceof ObjectNode more) {
        merge(section, more);
      } else {
        target.set(entry.getKey(), entry.getValue());
      }
    }
  }

  /**
   * Sets one key.
   *
   * @param assignment {@code a.b=c}
   * @throws PeriodException of kind USAGE when it has another form, c is not YAML, or a is not a
   *     section
   */
  void override(String assignment) {
    String origin = "--set " + assignment;
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw usage(origin + ": should have the form key=value or section.key=value.", null);
    }
    String path = assignment.substring(0, equals);
    ObjectNode section = root;
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      String prefix = path.substring(0, dot);
      JsonNode next = section.get(path.substring(from, dot));
      if (next == null) {
        next = section.putObject(path.substring(from, dot));
        origins.put(prefix, origin);
      }
      if (!(next instanceof ObjectNode inner)) {
        throw usage(origin + ": " + prefix + " is a value, not a section.", null);
      }
      section = inner;
      from = dot + 1;
    }
    origins.put(path, origin);
    section.set(
        path.substring(from), overrideValue(origin, path, assignment.substring(equals + 1)));
  }

  private JsonNode overrideValue(String origin, String path, String yaml) {
    try (YAMLParser parser = YAML.createParser(yaml)) {
      return parser.nextToken() == null ? NODES.nullNode() : readValue(parser, path);
    } catch (IOException e) {
      throw usage(origin + ": the value is not valid YAML.", e);
    }
  }

  ObjectNode root() {
    return root;
  }

  /**
   * The file and line, or the override, that a key comes from; that of its section when it has
   * none.
   */
  String origin(String path) {
    String at = path;
    while (!origins.containsKey(at)) {
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      if (end < 0) {
        return name;
      }
      at = at.substring(0, end);
    }
    return origins.getOrDefault(at, name);
  }

  static PeriodException usage(String message, @Nullable Throwable cause) {
    return new PeriodException(Kind.USAGE, message, cause);
  }
}
