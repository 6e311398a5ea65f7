/** What was expensive to compute, kept on the disk and found again by what it was made of. */
@NullMarked
package dev.period.core.cache;

import org.jspecify.annotations.NullMarked;
