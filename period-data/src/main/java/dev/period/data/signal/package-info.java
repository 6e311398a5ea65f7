/** Time series of any kind: read from files, cut, rendered to frames, turned to self-similarity. */
@NullMarked
package dev.period.data.signal;

import org.jspecify.annotations.NullMarked;
