package dev.period.infer;

import dev.period.core.generate.CountDistribution;
import org.jspecify.annotations.Nullable;

/**
 * An answer with what is behind it.
 *
 * @param answer what {@link Period#ask(java.nio.file.Path, String, AskOptions)} gives
 * @param counts what the model believes about the count; null where the answer holds none
 * @param density how much of a repetition passes in each of equally long parts of the video; null
 *     for a model without periodicity tokens, and for an image
 * @param densityStart where the first of these parts begins, in seconds of the video
 * @param densityEnd where the last one ends
 */
@SuppressWarnings("ArrayRecordComponent")
public record Insight(
    Answer answer,
    @Nullable CountDistribution counts,
    double @Nullable [] density,
    double densityStart,
    double densityEnd) {}
