/** Still images: reading files, and resizing byte for byte as Pillow does. */
@NullMarked
package dev.period.core.image;

import org.jspecify.annotations.NullMarked;
