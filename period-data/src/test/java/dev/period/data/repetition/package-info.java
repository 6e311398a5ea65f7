@NullMarked
package dev.period.data.repetition;

import org.jspecify.annotations.NullMarked;
