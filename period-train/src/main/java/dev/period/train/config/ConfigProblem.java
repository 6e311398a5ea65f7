package dev.period.train.config;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.period.core.PeriodException;
import dev.period.core.text.Spelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Says in one sentence why a document does not fit a record. */
final class ConfigProblem {
  private ConfigProblem() {}

  static PeriodException describe(ConfigDocument document, JsonMappingException e) {
    String path = path(e.getPath());
    JsonNode found = node(document.root(), e.getPath());
    String where = document.origin(path) + ": ";
    if (e instanceof UnrecognizedPropertyException unknown) {
      return ConfigDocument.usage(where + unknownKey(path, unknown), e);
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      // the record itself refused its values; it knows best why
      return ConfigDocument.usage(where + e.getCause().getMessage(), e);
    }
    if (found.isMissingNode()) {
      return ConfigDocument.usage(where + "the key " + path + " is missing.", e);
    }
    Class<?> type =
        e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    String expected = type == null ? "something else" : expected(type);
    return ConfigDocument.usage(
        where + path + " should be " + expected + ", but is " + describe(found) + ".", e);
  }

  private static String unknownKey(String path, UnrecognizedPropertyException e) {
    Collection<Object> ids = Objects.requireNonNullElse(e.getKnownPropertyIds(), List.of());
    TreeSet<String> known = new TreeSet<>(ids.stream().map(Object::toString).toList());
    String nearest = Spelling.nearest(e.getPropertyName(), known);
    return "there is no key "
        + path
        + (nearest == null
            ? "; there are " + String.join(", ", known) + "."
            : "; did you mean " + nearest + "?");
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return "an integer of at most " + Integer.MAX_VALUE;
    }
    if (type == long.class || type == Long.class) {
      return "an integer";
    }
    if (type == double.class || type == float.class || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (type == String.class) {
      return "a text (in quotes if it looks like a number)";
    }
    return Collection.class.isAssignableFrom(type) || type.isArray() ? "a list" : "a section";
  }

  private static String describe(JsonNode found) {
    return switch (found.getNodeType()) {
      case NULL -> "empty";
      case OBJECT -> "a section";
      case ARRAY -> "a list";
      case STRING -> "the text \"" + found.textValue() + '"';
      default -> found.asText();
    };
  }

  private static String path(List<Reference> references) {
    StringBuilder path = new StringBuilder();
    for (Reference reference : references) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  private static JsonNode node(JsonNode root, List<Reference> references) {
    JsonNode node = root;
    for (Reference reference : references) {
      node =
          reference.getFieldName() == null
              ? node.path(reference.getIndex())
              : node.path(reference.getFieldName());
    }
    return node == null ? MissingNode.getInstance() : node;
  }
}
