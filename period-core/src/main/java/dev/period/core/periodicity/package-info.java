/** What repeats, whatever it looks like: frame features and their temporal self-similarity. */
@NullMarked
package dev.period.core.periodicity;

import org.jspecify.annotations.NullMarked;
