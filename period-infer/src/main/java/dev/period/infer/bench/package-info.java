/** How fast a model and its machine are. */
@NullMarked
package dev.period.infer.bench;

import org.jspecify.annotations.NullMarked;
