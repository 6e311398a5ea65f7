/**
 * Worlds of our own making in which the number of repetitions is known exactly: rendered clips, and
 * clips that exist only as self-similarity.
 */
@NullMarked
package dev.period.data.synthetic;

import org.jspecify.annotations.NullMarked;
