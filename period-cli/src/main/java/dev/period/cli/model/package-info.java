/** {@code period model}: what a folder holds, and in and out of other layouts. */
@NullMarked
package dev.period.cli.model;

import org.jspecify.annotations.NullMarked;
