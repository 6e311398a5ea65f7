package dev.period.data.qa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Checks JSON against the part of JSON Schema that docs/qa-record.schema.json uses; a keyword that
 * it does not know is an error, so that no rule is skipped in silence.
 */
public final class SchemaValidator {
  private static final Set<String> ANNOTATIONS = Set.of("$schema", "title", "description");

  private final JsonNode schema;

  private SchemaValidator(JsonNode schema) {
    this.schema = schema;
  }

  /** The schema of QA records. */
  public static SchemaValidator ofRecords() throws IOException {
    Path file = Path.of("..", "docs", "qa-record.schema.json");
    return new SchemaValidator(new ObjectMapper().readTree(file.toFile()));
  }

  /** What is wrong with {@code json}; empty if nothing is. */
  public List<String> problems(JsonNode json) {
    List<String> problems = new ArrayList<>();
    check(schema, json, "$", problems);
    return problems;
  }

  private static void check(JsonNode rules, JsonNode json, String path, List<String> problems) {
    for (Map.Entry<String, JsonNode> rule : rules.properties()) {
      JsonNode value = rule.getValue();
      boolean holds =
          switch (rule.getKey()) {
            case "type" -> strings(value).stream().anyMatch(type -> is(json, type));
            case "enum" -> StreamSupport.stream(value.spliterator(), false).anyMatch(json::equals);
            case "minimum" -> !json.isNumber() || json.doubleValue() >= value.doubleValue();
            case "maximum" -> !json.isNumber() || json.doubleValue() <= value.doubleValue();
            case "exclusiveMinimum" -> !json.isNumber() || json.doubleValue() > value.doubleValue();
            case "minItems" -> !json.isArray() || json.size() >= value.intValue();
            case "maxItems" -> !json.isArray() || json.size() <= value.intValue();
            case "required" -> !json.isObject() || strings(value).stream().allMatch(json::has);
            case "items" -> items(value, json, path, problems);
            case "properties" -> properties(value, json, path, problems);
            case "additionalProperties" -> onlyKnown(rules.get("properties"), json);
            case "dependentRequired" -> dependent(value, json);
            default -> ANNOTATIONS.contains(rule.getKey());
          };
      if (!holds) {
        problems.add(path + ": " + rule.getKey());
      }
    }
  }

  private static boolean items(JsonNode rules, JsonNode json, String path, List<String> problems) {
    for (int i = 0; json.isArray() && i < json.size(); i++) {
      check(rules, json.get(i), path + "[" + i + "]", problems);
    }
    return true;
  }

  private static boolean properties(
      JsonNode rules, JsonNode json, String path, List<String> problems) {
    for (Map.Entry<String, JsonNode> rule : rules.properties()) {
      if (json.has(rule.getKey())) {
        check(rule.getValue(), json.get(rule.getKey()), path + "." + rule.getKey(), problems);
      }
    }
    return true;
  }

  private static boolean onlyKnown(JsonNode known, JsonNode json) {
    for (Iterator<String> keys = json.fieldNames(); keys.hasNext(); ) {
      if (!known.has(keys.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean dependent(JsonNode rules, JsonNode json) {
    return rules.properties().stream()
        .filter(rule -> json.has(rule.getKey()))
        .allMatch(rule -> strings(rule.getValue()).stream().allMatch(json::has));
  }

  private static List<String> strings(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::textValue).toList()
        : List.of(node.textValue());
  }

  private static boolean is(JsonNode json, String type) {
    return switch (type) {
      case "object" -> json.isObject();
      case "array" -> json.isArray();
      case "string" -> json.isTextual();
      case "number" -> json.isNumber();
      case "integer" -> json.isIntegralNumber();
      case "null" -> json.isNull();
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }
}
