package dev.period.train.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.period.core.PeriodException;
import dev.period.core.PeriodException.Kind;
import dev.period.core.file.WholeFile;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML files into records, and is strict about it: every key of the record has to be there
 * unless its component names a default ({@code @JsonProperty(defaultValue = …)}) or is
 * {@code @Nullable}, no other may be, and values are not bent into the type that is needed.
 *
 * <p>All errors are {@link PeriodException}s of kind USAGE that name the key and the file with its
 * line, or the override.
 */
public final class ConfigLoader {
  private static final YAMLMapper MAPPER = mapper();

  private ConfigLoader() {}

  /**
   * Reads a complete file.
   *
   * @param file YAML
   * @param overrides {@code a.b=c}: the key b of section a, with a value in YAML; later ones win
   * @param type record to read into
   */
  public static <T extends Record> T load(Path file, List<String> overrides, Class<T> type) {
    return load(null, file, overrides, type);
  }

  /**
   * Reads a file that needs to hold only what differs from the defaults.
   *
   * @param file YAML; null for the defaults alone
   * @param defaults a complete YAML file
   * @param overrides {@code a.b=c}: the key b of section a, with a value in YAML; later ones win
   * @param type record to read into
   */
  public static <T extends Record> T load(
      @Nullable Path file, Path defaults, List<String> overrides, Class<T> type) {
    return load(file, defaults, Map.of(), overrides, type);
  }

  /**
   * Reads a file that needs to hold only what differs from the defaults, some of whose keys come
   * from elsewhere.
   *
   * @param file YAML; null for the defaults alone
   * @param defaults a complete YAML file
   * @param given values for keys of the top level, in place of those of the files
   * @param overrides {@code a.b=c}: the key b of section a, with a value in YAML; win over all else
   * @param type record to read into
   */
  public static <T extends Record> T load(
      @Nullable Path file,
      Path defaults,
      Map<String, ? extends Record> given,
      List<String> overrides,
      Class<T> type) {
    ConfigDocument document = ConfigDocument.read(defaults);
    if (file != null) {
      document.overlay(ConfigDocument.read(file));
    }
    given.forEach((key, value) -> document.root().set(key, MAPPER.valueToTree(value)));
    overrides.forEach(document::override);
    try {
      return MAPPER.treeToValue(document.root(), type);
    } catch (JsonMappingException e) {
      throw ConfigProblem.describe(document, e);
    } catch (IOException e) {
      throw new PeriodException(Kind.USAGE, "Cannot read " + defaults + ": " + e.getMessage(), e);
    }
  }

  /** The configuration as YAML: all keys in the order of the record, the same text each time. */
  public static String yaml(Record config) {
    try {
      return MAPPER.writeValueAsString(config);
    } catch (IOException e) {
      throw new IllegalArgumentException(config.getClass() + " cannot be written as YAML", e);
    }
  }

  /**
   * Writes {@link #yaml} to a file, whole or not at all; an existing one is replaced.
   *
   * @throws PeriodException of kind USAGE when it cannot be written
   */
  public static void write(Record config, Path file) {
    try {
      WholeFile.write(file, temporary -> Files.writeString(temporary, yaml(config)));
    } catch (IOException e) {
      throw new PeriodException(Kind.USAGE, "Cannot write " + file + ": " + e + ".", e);
    }
  }

  private static YAMLMapper mapper() {
    YAMLMapper mapper =
        YAMLMapper.builder(
                YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build())
            .annotationIntrospector(new RequiredUnlessDefaulted())
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    for (CoercionInputShape shape :
        List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    return mapper;
  }

  /** A key may be absent only where the record says what it is then. */
  private static final class RequiredUnlessDefaulted extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasRequiredMarker(AnnotatedMember member) {
      return !isOptional(member);
    }

    /** Null reaches the record, which turns it into its default. */
    @Override
    public JsonSetter.Value findSetterInfo(Annotated member) {
      return isOptional(member)
          ? JsonSetter.Value.construct(Nulls.SET, Nulls.FAIL)
          : super.findSetterInfo(member);
    }

    private boolean isOptional(Annotated member) {
      return findPropertyDefaultValue(member) != null || isNullable(member);
    }

    private static boolean isNullable(Annotated member) {
      return member instanceof AnnotatedParameter parameter
          && ((Executable) parameter.getMember())
              .getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
                  Nullable.class);
    }
  }
}
