package dev.period.core.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Configurations written as {@code config.json} is. */
final class Configs {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Configs() {}

  /** The configuration in {@code json}; keys of other programs are ignored. */
  static PeriodConfig parse(String json) {
    try {
      return JSON.readValue(json, PeriodConfig.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalArgumentException(e);
    }
  }
}
