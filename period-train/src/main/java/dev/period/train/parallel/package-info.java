/** One training on several processes: what they sum up, agree on and share out. */
@NullMarked
package dev.period.train.parallel;

import org.jspecify.annotations.NullMarked;
