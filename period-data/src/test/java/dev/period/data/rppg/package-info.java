@NullMarked
package dev.period.data.rppg;

import org.jspecify.annotations.NullMarked;
