/** One class per command: arguments, calls, printing. */
@NullMarked
package dev.period.cli;

import org.jspecify.annotations.NullMarked;
