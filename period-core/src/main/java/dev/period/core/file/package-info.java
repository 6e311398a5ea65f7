/**
 * Files that a kill at any moment leaves whole, and folders that one process at a time writes to.
 */
@NullMarked
package dev.period.core.file;

import org.jspecify.annotations.NullMarked;
