/** What the model is: no data sets, no training loop. */
@NullMarked
package dev.period.core;

import org.jspecify.annotations.NullMarked;
