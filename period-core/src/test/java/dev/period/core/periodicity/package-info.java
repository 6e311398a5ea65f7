@NullMarked
package dev.period.core.periodicity;

import org.jspecify.annotations.NullMarked;
