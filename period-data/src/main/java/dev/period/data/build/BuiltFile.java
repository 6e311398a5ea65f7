package dev.period.data.build;

import java.nio.file.Path;

/**
 * A QA file that was built.
 *
 * @param file JSONL
 * @param manifest says what it was made of and what is missing
 * @param records in it
 * @param missing items left out because their media are missing or cannot be used
 */
public record BuiltFile(Path file, Path manifest, long records, int missing) {}
