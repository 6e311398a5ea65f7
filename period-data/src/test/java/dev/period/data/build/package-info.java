@NullMarked
package dev.period.data.build;

import org.jspecify.annotations.NullMarked;
