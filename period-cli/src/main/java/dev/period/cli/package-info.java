/** The command line: arguments, calls and printing, nothing else. */
@NullMarked
package dev.period.cli;

import org.jspecify.annotations.NullMarked;
