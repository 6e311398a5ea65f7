/** Parameters by name, initialisation, attention masks and rotary positions. */
@NullMarked
package dev.period.core.nn;

import org.jspecify.annotations.NullMarked;
