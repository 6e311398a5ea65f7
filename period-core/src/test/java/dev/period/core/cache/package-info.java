@NullMarked
package dev.period.core.cache;

import org.jspecify.annotations.NullMarked;
