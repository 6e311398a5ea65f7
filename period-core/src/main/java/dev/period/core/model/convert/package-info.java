/** Model folders out of other layouts and into them, and what a folder holds. */
@NullMarked
package dev.period.core.model.convert;

import org.jspecify.annotations.NullMarked;
