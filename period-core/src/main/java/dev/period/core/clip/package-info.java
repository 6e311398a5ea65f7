/** The CLIP vision encoder and its image processor. */
@NullMarked
package dev.period.core.clip;

import org.jspecify.annotations.NullMarked;
