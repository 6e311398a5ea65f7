/** Tests of the command line. */
@NullMarked
package dev.period.cli;

import org.jspecify.annotations.NullMarked;
