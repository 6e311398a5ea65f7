@NullMarked
package dev.period.data.signal;

import org.jspecify.annotations.NullMarked;
