/** Work that falls into items, and those who do it: this process, or many machines. */
@NullMarked
package dev.period.data.work;

import org.jspecify.annotations.NullMarked;
