package dev.period.infer.preference;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A question for a number, whose answer is known.
 *
 * @param id for messages
 * @param video file that it is about
 * @param start where the part in question begins, in seconds; null for the beginning
 * @param end where it ends, in seconds; null for the end of the video
 * @param question as it is asked
 * @param count the true number
 */
public record CountedQuestion(
    String id,
    Path video,
    @Nullable Double start,
    @Nullable Double end,
    String question,
    int count) {}
