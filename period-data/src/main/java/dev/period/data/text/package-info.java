/** What is asked in words, and text that repeats. */
@NullMarked
package dev.period.data.text;

import org.jspecify.annotations.NullMarked;
