package dev.period.data.build;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to build.
 *
 * @param out folder of the files to write; made where it is missing
 * @param data folder (or file) of the source; null where the task needs none
 * @param split only this one; null for all there are
 * @param seed decides on phrasings, generated content and divisions
 * @param limit at most so many items a split; null for all, or for the task's own number
 * @param parts shares by name, to divide a source without splits of its own; empty to leave it
 *     undivided
 * @param render whether signals are drawn to video files
 */
public record BuildRequest(
    Path out,
    @Nullable Path data,
    @Nullable String split,
    long seed,
    @Nullable Long limit,
    Map<String, Double> parts,
    boolean render) {
  /** Copies the parts; their order is kept. */
  public BuildRequest {
    parts = new LinkedHashMap<>(parts);
  }
}
