/** {@code period data}: builds, checks and describes QA files. */
@NullMarked
package dev.period.cli.data;

import org.jspecify.annotations.NullMarked;
