/** {@code period doctor}: what is installed, what is missing, and what to do about it. */
@NullMarked
package dev.period.cli.doctor;

import org.jspecify.annotations.NullMarked;
