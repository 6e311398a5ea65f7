/** Recipes: one readable class per stage. */
@NullMarked
package dev.period.train;

import org.jspecify.annotations.NullMarked;
