/** What a training run writes down for other programs to read. */
@NullMarked
package dev.period.train.logging;

import org.jspecify.annotations.NullMarked;
