/** {@code period model}: what a folder holds, in and out of other layouts, and raw runs. */
@NullMarked
package dev.period.cli.model;

import org.jspecify.annotations.NullMarked;
